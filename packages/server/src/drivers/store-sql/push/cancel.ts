import type { Transaction } from 'kysely'
import type { SqlDialect } from '../dialect.ts'
import type { Schema } from '../schema.ts'
import { marks, run } from '../statements.ts'
import { lockTargets } from './lock-targets.ts'

/** Cancels all that these targets are owed, and their replays. The targets stay locked. */
export async function cancelTargets(
  trx: Transaction<Schema>,
  { lockRows }: SqlDialect,
  targetIds: readonly string[],
  now: number,
): Promise<void> {
  if (targetIds.length === 0) return
  const these = marks(targetIds.length)
  await run(
    trx,
    `update replays set state = 'cancelled', ended_at = ? where state = 'running' and target_id in (${these})`,
    [now, ...targetIds],
  )
  await lockTargets(trx, lockRows, targetIds)
  const rows = await run<{ seq: number }>(
    trx,
    `select seq from owed where target_id in (${these}) order by seq ${lockRows}`,
    targetIds,
  )
  for (let at = 0; at < rows.length; at += 500) {
    const seqs = rows.slice(at, at + 500).map(({ seq }) => seq)
    await run(
      trx,
      `update deliveries set status = 'cancelled', due_at = null, settled_at = ? where seq in (${marks(seqs.length)})`,
      [now, ...seqs],
    )
    await run(trx, `delete from owed where seq in (${marks(seqs.length)})`, seqs)
  }
}
