import LibsqlDatabase from 'libsql'
import { codeOf } from './dialect.ts'

/** A server that is ending may still have it: as long as that takes. */
const PATIENCE_MS = 4_000

/**
 * Takes `file` for this process alone, until the returned function is called or the process ends, however it ends: the
 * system itself lets go of a lock of SQLite's. Null: another process has it. Blocks while it waits.
 */
export function holdAlone(file: string, patienceMs = PATIENCE_MS): (() => void) | null {
  const database = new LibsqlDatabase(file)
  try {
    database.pragma(`busy_timeout = ${patienceMs}`)
    database.exec('begin exclusive')
    return () => {
      // Closing alone lets go only when the last statement was collected.
      database.exec('rollback')
      database.close()
    }
  } catch (error) {
    database.close()
    if (codeOf(error).startsWith('SQLITE_BUSY')) return null
    throw error
  }
}
