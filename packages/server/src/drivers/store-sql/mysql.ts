import { CompiledQuery, Kysely, MysqlDialect, sql } from 'kysely'
import { createPool } from 'mysql2'
import type { Connections } from './database.ts'
import { codeOf, type SqlDialect } from './dialect.ts'
import type { Schema } from './schema.ts'

/** Seconds that a starting node waits for another one that is migrating. */
const MIGRATION_WAIT_S = 120

const LOST = new Set([
  'PROTOCOL_CONNECTION_LOST',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  // The unix socket of a server that is down.
  'ENOENT',
  'ER_SERVER_SHUTDOWN',
  'ER_NORMAL_SHUTDOWN',
  'ER_CONNECTION_KILLED',
  // What a statement says that was under way when its connection was killed.
  'ER_QUERY_INTERRUPTED',
])

/** What a part of a migration says that was done before: a table, an index, a row or a column is there, or gone. */
const APPLIED = new Set([
  'ER_TABLE_EXISTS_ERROR',
  'ER_DUP_KEYNAME',
  'ER_DUP_ENTRY',
  'ER_DUP_FIELDNAME',
  'ER_CANT_DROP_FIELD_OR_KEY',
])

const dialect: SqlDialect = {
  words: {
    key: (length) => `varchar(${length})`,
    text: 'longtext',
    integer: 'bigint',
    serial: 'bigint not null auto_increment primary key',
    end: 'engine = InnoDB default character set utf8mb4 collate utf8mb4_bin',
    dropIndex: (name, table) => `drop index ${name} on ${table}`,
    widen: (table, column, length) => `alter table ${table} modify ${column} varchar(${length}) not null`,
  },
  isAlone: false,
  lockRows: 'for update',
  lockFreeRows: 'for update skip locked',
  orUpdate(keys, columns) {
    const sets = columns.map((column) => `${column} = values(${column})`)
    return `on duplicate key update ${sets.length > 0 ? sets.join(', ') : `${keys[0]} = ${keys[0]}`}`
  },
  isDuplicate: (error) => codeOf(error) === 'ER_DUP_ENTRY',
  // 1213 and 1205.
  hasNoRoom: (error) => ['ER_RECORD_FILE_FULL', 'ER_DISK_FULL'].includes(codeOf(error)),
  isContention: (error) => ['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT'].includes(codeOf(error)),
  isConnectionLost: (error) =>
    LOST.has(codeOf(error)) || (error instanceof Error && error.message.includes('closed state')),
  // The lock belongs to the connection: it is free again when a node dies half-way.
  whileMigrating: (db, work) =>
    db.connection().execute(async (own) => {
      const name = sql`left(concat('parley.', database()), 64)`
      const { rows } = await sql<{
        got: number | null
      }>`select get_lock(${name}, ${MIGRATION_WAIT_S}) as got`.execute(own)
      if (rows[0]?.got !== 1) throw new Error('Another node has been migrating the database for too long.')
      try {
        await work(own)
      } finally {
        await sql`select release_lock(${name})`.execute(own)
      }
    }),
  // Statements that define tables commit by themselves here.
  wasApplied: (error) => APPLIED.has(codeOf(error)),
}

/** `url`: `mysql://user:password@host:port/database`, with options of mysql2 as its query, e.g. `?socketPath=/run/mysqld.sock`. */
export function openMysql(url: string, connections: number): Connections {
  const pool = createPool({
    uri: url,
    connectionLimit: connections,
    charset: 'utf8mb4_bin',
    enableKeepAlive: true,
    connectTimeout: 5_000,
    // What a busy hour opened is given back in a quiet one.
    maxIdle: 2,
    idleTimeout: 60_000,
  })
  const db = new Kysely<Schema>({
    dialect: new MysqlDialect({
      pool,
      onCreateConnection: async (connection) => {
        for (const text of [
          'set session transaction isolation level read committed',
          "set session sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'",
          'set session innodb_lock_wait_timeout = 10',
        ]) {
          await connection.executeQuery(CompiledQuery.raw(text))
        }
      },
    }),
  })
  return { dialect, writer: db, reader: db, close: () => db.destroy() }
}
