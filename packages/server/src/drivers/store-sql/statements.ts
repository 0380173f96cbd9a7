import { CompiledQuery, type Kysely } from 'kysely'
import type { Schema } from './schema.ts'

/** SQLite takes 32,766 parameters, and a MySQL packet must stay small; also bounds how many texts are prepared. */
const ROWS_AT_ONCE = 100

/** Runs ready text: for the hot path, where building and compiling a query costs more than running it. */
export async function run<Row>(
  db: Kysely<Schema>,
  text: string,
  parameters: readonly unknown[],
): Promise<Row[]> {
  const { rows } = await db.executeQuery<Row>(CompiledQuery.raw(text, parameters as unknown[]))
  return rows
}

/** `?, ?, ?` */
export function marks(count: number): string {
  return Array.from({ length: count }, () => '?').join(', ')
}

/** Inserts many rows with few statements. `rest` ends each of them. */
export async function insertRows<Table extends keyof Schema, Column extends keyof Schema[Table] & string>(
  db: Kysely<Schema>,
  table: Table,
  columns: readonly Column[],
  rows: readonly (readonly unknown[])[],
  rest = '',
): Promise<void> {
  const row = `(${marks(columns.length)})`
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    const some = rows.slice(at, at + ROWS_AT_ONCE)
    const values = Array.from(some, () => row).join(', ')
    await run(db, `insert into ${table} (${columns.join(', ')}) values ${values} ${rest}`, some.flat())
  }
}
