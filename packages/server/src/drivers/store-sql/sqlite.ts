import { existsSync } from 'node:fs'
import { open as openFile, rename, rm } from 'node:fs/promises'
import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
  sql,
} from 'kysely'
import LibsqlDatabase from 'libsql'
import type { Connections } from './database.ts'
import { codeOf, type SqlDialect } from './dialect.ts'
import type { Schema } from './schema.ts'

/**
 * Pages of 4 KiB in the write-ahead log before they are copied back. That happens inside a commit and takes tens of
 * milliseconds: at four times the default it touches one small commit in five hundred instead of one in a hundred.
 */
const CHECKPOINT_PAGES = 4_000
/** Statements kept prepared per connection. */
const PREPARED = 400

const dialect: SqlDialect = {
  words: {
    key: () => 'text',
    text: 'text',
    integer: 'integer',
    serial: 'integer primary key autoincrement',
    end: 'strict',
    dropIndex: (name) => `drop index ${name}`,
    widen: () => null,
  },
  isAlone: true,
  // A transaction here is the only writer from its beginning.
  lockRows: '',
  lockFreeRows: '',
  orUpdate(keys, columns) {
    const sets = columns.map((column) => `${column} = excluded.${column}`).join(', ')
    return `on conflict (${keys.join(', ')}) do ${columns.length > 0 ? `update set ${sets}` : 'nothing'}`
  },
  isDuplicate: (error) =>
    ['SQLITE_CONSTRAINT_PRIMARYKEY', 'SQLITE_CONSTRAINT_UNIQUE'].includes(codeOf(error)),
  // Another process (a backup, a second node started by mistake) held it for longer than the busy timeout.
  isContention: (error) => codeOf(error).startsWith('SQLITE_BUSY'),
  isConnectionLost: () => false,
  hasNoRoom: (error) => codeOf(error).startsWith('SQLITE_FULL'),
  whileMigrating: (db, work) => db.transaction().execute(work),
  wasApplied: () => false,
}

/** One connection writes, another reads: a reader sees what is committed and never a transaction half-way. */
export async function openSqlite(file: string): Promise<Connections> {
  const writer = connect(file, [
    'journal_mode = wal',
    'synchronous = full',
    // Who was erased is gone from the file: otherwise copies stay where rows were moved, until the room is used again.
    'secure_delete = on',
    'foreign_keys = on',
    `wal_autocheckpoint = ${CHECKPOINT_PAGES}`,
  ])
  // The file is in WAL mode as soon as the writer has touched it; the reader would otherwise find a rollback journal.
  await sql`select 1`.execute(writer)
  const reader = connect(file, ['query_only = on'])
  return {
    dialect,
    writer,
    reader,
    unsynced: (work) =>
      writer.connection().execute(async (db) => {
        await sql`pragma synchronous = normal`.execute(db)
        try {
          return await work(db)
        } finally {
          await sql`pragma synchronous = full`.execute(db)
        }
      }),
    async close() {
      await reader.destroy()
      // Statements that are still prepared keep the connection half open, so SQLite does not do this by itself.
      await sql`pragma wal_checkpoint(truncate)`.execute(writer)
      await writer.destroy()
    },
  }
}

/**
 * Copies the committed state of a database in use into a new file, durable when the promise resolves. Throws when
 * there is such a file. Blocks this process while it copies: meant for a process of its own.
 */
export async function backupSqlite(file: string, toFile: string): Promise<void> {
  if (existsSync(toFile)) throw new Error(`There is a file ${toFile} already.`)
  const partial = `${toFile}.partial`
  // A log left behind by another database of this name would be taken for the copy's own.
  for (const old of [partial, `${toFile}-wal`, `${toFile}-shm`]) await rm(old, { force: true })
  const database = new LibsqlDatabase(file)
  try {
    database.pragma('busy_timeout = 5000')
    database.prepare('vacuum into ?').run(partial)
  } finally {
    database.close()
  }
  const written = await openFile(partial, 'r+')
  await written.sync()
  await written.close()
  await rename(partial, toFile)
}

function connect(file: string, pragmas: readonly string[]): Kysely<Schema> {
  return new Kysely<Schema>({ dialect: new WritingDialect(() => open(file, pragmas)) })
}

function open(file: string, pragmas: readonly string[]): SqliteDatabase {
  const database = new LibsqlDatabase(file)
  for (const pragma of ['busy_timeout = 5000', ...pragmas]) database.pragma(pragma)
  return remembering(database)
}

/** kysely prepares a statement for every execution; most of ours are the same few texts. */
function remembering(database: LibsqlDatabase.Database): SqliteDatabase {
  type Prepared = ReturnType<SqliteDatabase['prepare']>
  const prepared = new Map<string, Prepared>()
  return {
    close() {
      prepared.clear()
      database.close()
    },
    prepare(text) {
      const known = prepared.get(text)
      if (known) return known
      const statement = database.prepare(text)
      const entry: Prepared = {
        reader: statement.reader,
        all: (parameters) => statement.all([...parameters]),
        run: (parameters) => statement.run([...parameters]),
        iterate: (parameters) => statement.iterate([...parameters]),
      }
      if (prepared.size >= PREPARED) prepared.delete(prepared.keys().next().value ?? '')
      prepared.set(text, entry)
      return entry
    },
  }
}

/** SQLite's own `begin` takes the write lock with the first write, and fails there if somebody was faster. */
class WritingDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }

  /** SQLite has done it by itself when the disk is full: then the caller is to hear of the disk, not of this. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    try {
      await super.rollbackTransaction(connection)
    } catch (error) {
      if (!(error instanceof Error && error.message.includes('no transaction is active'))) throw error
    }
  }
}

class WritingDialect extends SqliteDialect {
  readonly #open: () => SqliteDatabase

  constructor(open: () => SqliteDatabase) {
    super({ database: async () => open() })
    this.#open = open
  }

  override createDriver(): SqliteDriver {
    return new WritingDriver({ database: async () => this.#open() })
  }
}
