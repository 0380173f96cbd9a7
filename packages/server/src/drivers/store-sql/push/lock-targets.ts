import type { Transaction } from 'kysely'
import type { Schema } from '../schema.ts'
import { marks, run } from '../statements.ts'

/**
 * Which of these targets there are; they stay until the transaction ends. Whoever changes lines of a target holds it, so that
 * no two see different heads of one line. Always before rows of `owed` and `deliveries`.
 */
export async function lockTargets(
  trx: Transaction<Schema>,
  lockRows: string,
  targetIds: readonly string[],
): Promise<Set<string>> {
  const ids = [...new Set(targetIds)].sort()
  const alive = new Set<string>()
  for (let at = 0; at < ids.length; at += 100) {
    const some = ids.slice(at, at + 100)
    const rows = await run<{ id: string }>(
      trx,
      `select id from targets where id in (${marks(some.length)}) order by id ${lockRows}`,
      some,
    )
    for (const { id } of rows) alive.add(id)
  }
  return alive
}
