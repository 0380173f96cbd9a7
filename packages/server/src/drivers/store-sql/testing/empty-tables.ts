import { createConnection } from 'mysql2/promise'

/** Brings a MySQL database back to what the migrations left. */
export async function emptyTables(url: string): Promise<void> {
  const connection = await createConnection(url)
  try {
    const [tables] = await connection.query(
      "select table_name as name from information_schema.tables where table_schema = database() and table_name not in ('counters', 'schema_migration')",
    )
    await connection.query('set foreign_key_checks = 0')
    for (const { name } of tables as { name: string }[]) await connection.query(`delete from ${name}`)
    await connection.query("update counters set value = case name when 'user-number' then 1000000 else 0 end")
  } finally {
    await connection.end()
  }
}
