import type {
  Clock,
  ConferenceStore,
  Directory,
  Erasure,
  Guests,
  Keyring,
  Log,
  PushStore,
  Tickets,
} from '@parley/core'
import { createSqlConferenceStore } from './conferences.ts'
import { Database } from './database.ts'
import { createSqlDirectory } from './directory.ts'
import { createSqlErasure } from './erasure/erasure.ts'
import { createSqlGuests } from './guests.ts'
import { createSqlKeyring } from './keyring.ts'
import { createSqlLog } from './log.ts'
import { migrate } from './migrate.ts'
import { openMysql } from './mysql.ts'
import { SCRYPT_COST, type ScryptCost } from './password.ts'
import { createSqlPushStore } from './push/push-store.ts'
import { backupSqlite, openSqlite } from './sqlite.ts'
import { createSqlTickets } from './tickets.ts'

export { holdAlone } from './hold-alone.ts'
export { backupSqlite } from './sqlite.ts'

/** `file`: SQLite, for one node. `url`: `mysql://…`, MariaDB or MySQL, for any number of nodes. */
export type StoreOptions =
  | { kind: 'sqlite'; file: string }
  | { kind: 'mysql'; url: string /** Connections of this node at most. */; connections?: number }

export type StoreParts = { clock: Clock /** Lower only in tests. */; scryptCost?: ScryptCost }

export type Store = {
  conferences: ConferenceStore
  log: Log
  tickets: Tickets
  directory: Directory
  guests: Guests
  keyring: Keyring
  push: PushStore
  erasure: Erasure
  /** Copies the store into a new file while it is in use. SQLite only; the others have tools of their own. */
  backup(toFile: string): Promise<void>
  close(): Promise<void>
}

const CONNECTIONS = 10

/** Opens the store and brings its tables up to date. */
export async function openStore(
  options: StoreOptions,
  { clock, scryptCost = SCRYPT_COST }: StoreParts,
): Promise<Store> {
  const connections =
    options.kind === 'sqlite'
      ? await openSqlite(options.file)
      : openMysql(options.url, options.connections ?? CONNECTIONS)
  try {
    await migrate(connections.writer, connections.dialect, clock.now())
  } catch (error) {
    await connections.close()
    throw error
  }
  const database = new Database(connections)
  return {
    conferences: createSqlConferenceStore(database),
    log: createSqlLog(database),
    tickets: createSqlTickets(database),
    directory: createSqlDirectory(database, scryptCost),
    guests: createSqlGuests(database),
    keyring: createSqlKeyring(database),
    push: createSqlPushStore(database),
    erasure: createSqlErasure(database),
    async backup(toFile) {
      if (options.kind !== 'sqlite')
        throw new Error('Use mariadb-dump --single-transaction for this database.')
      await backupSqlite(options.file, toFile)
    },
    close: () => database.close(),
  }
}
