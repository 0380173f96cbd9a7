import { type Kysely, sql } from 'kysely'
import type { SqlDialect } from './dialect.ts'
import { MIGRATIONS } from './migrations/index.ts'
import type { Has } from './migrations/words.ts'
import type { Schema } from './schema.ts'

/** Brings the tables up to date. Several nodes may start at once: one does it, the others wait. */
export async function migrate(
  db: Kysely<Schema>,
  dialect: SqlDialect,
  now: number,
  /** Lower only in tests: makes the tables of an older Parley. */
  upTo = Number.POSITIVE_INFINITY,
): Promise<void> {
  const { words } = dialect
  await dialect.whileMigrating(db, async (own) => {
    await sql
      .raw(
        `create table if not exists schema_migration (version ${words.integer} not null primary key, name ${words.key(64)} not null, applied_at ${words.integer} not null) ${words.end}`,
      )
      .execute(own)
    const { rows } = await sql<{ version: number }>`select version from schema_migration`.execute(own)
    const applied = new Set(rows.map(({ version }) => version))
    const known = MIGRATIONS.at(-1)?.version ?? 0
    const newest = Math.max(0, ...applied)
    if (newest > known) {
      throw new Error(
        `The database is of a newer Parley: it has migration ${newest}, this one knows ${known}.`,
      )
    }
    for (const { version, name, statements, work } of MIGRATIONS) {
      if (applied.has(version) || version > upTo) continue
      for (const statement of statements(words, await columnsOf(own))) await apply(own, dialect, statement)
      await work?.(own)
      await sql`insert into schema_migration (version, name, applied_at) values (${version}, ${name}, ${now})`.execute(
        own,
      )
    }
  })
}

async function columnsOf(db: Kysely<Schema>): Promise<Has> {
  const tables = await db.introspection.getTables()
  const known = new Set(
    tables.flatMap(({ name, columns }) => columns.map((column) => `${name}.${column.name}`)),
  )
  return (table, column) => known.has(`${table}.${column}`)
}

async function apply(db: Kysely<Schema>, dialect: SqlDialect, statement: string): Promise<void> {
  try {
    await sql.raw(statement).execute(db)
  } catch (error) {
    if (!dialect.wasApplied(error)) throw error
  }
}
