import type { Transaction } from 'kysely'
import type { SqlDialect } from '../dialect.ts'
import { delayHead, lineOf } from '../push/lines.ts'
import { lockTargets } from '../push/lock-targets.ts'
import { type AttemptMore, NO_HEADERS } from '../push/rows.ts'
import { WAITING } from '../push/schema.ts'
import type { Schema } from '../schema.ts'
import { marks, run } from '../statements.ts'

type Told = { seq: number; id: string; status: string; target_id: string; order_key: string | null }

const AT_ONCE = 100

/** Blanks the deliveries made from these positions; `cancel` cancels those among them that are still owed. */
export async function eraseDeliveries(
  trx: Transaction<Schema>,
  { lockRows }: SqlDialect,
  positions: readonly number[],
): Promise<{ count: number; cancel: (now: number) => Promise<void> }> {
  const told: Told[] = []
  for (let at = 0; at < positions.length; at += AT_ONCE) {
    const some = positions.slice(at, at + AT_ONCE)
    told.push(
      ...(await run<Told>(
        trx,
        `select seq, id, status, target_id, order_key from deliveries
          where position in (${marks(some.length)}) and erased = 0`,
        some,
      )),
    )
  }
  await lockTargets(
    trx,
    lockRows,
    told.map(({ target_id }) => target_id),
  )
  for (let at = 0; at < told.length; at += AT_ONCE) {
    const some = told.slice(at, at + AT_ONCE)
    const seqs = some.map(({ seq }) => seq)
    const these = marks(seqs.length)
    // Held before the deliveries, as wherever else both are changed.
    await run(trx, `select seq from owed where seq in (${these}) order by seq ${lockRows}`, seqs)
    await run(trx, `update deliveries set erased = 1 where seq in (${these})`, seqs)
    await run(
      trx,
      `update delivery_contents set headers = '${NO_HEADERS}', body = '' where seq in (${these})`,
      seqs,
    )
    await eraseAnswers(
      trx,
      some.map(({ id }) => id),
    )
  }
  return {
    count: told.length,
    async cancel(now) {
      for (const delivery of told) await cancelOne(trx, lockRows, delivery, now)
    },
  }
}

async function eraseAnswers(trx: Transaction<Schema>, deliveryIds: readonly string[]): Promise<void> {
  const rows = await run<{ id: string; more_json: string | null }>(
    trx,
    `select id, more_json from attempts where delivery_id in (${marks(deliveryIds.length)})`,
    deliveryIds,
  )
  for (const { id, more_json } of rows) {
    const more = more_json && {
      ...(JSON.parse(more_json) as AttemptMore),
      requestHeaders: {},
      responseHeaders: {},
    }
    await run(trx, "update attempts set response = '', more_json = ? where id = ?", [
      more ? JSON.stringify(more) : null,
      id,
    ])
  }
}

/** Also while it is on its way: then the next of its line waits for the end of the lease. */
async function cancelOne(
  trx: Transaction<Schema>,
  lockRows: string,
  { seq, target_id, order_key }: Told,
  now: number,
): Promise<void> {
  const [owed] = await run<{ worker: string | null; free_at: number }>(
    trx,
    `select worker, free_at from owed where seq = ? ${lockRows}`,
    [seq],
  )
  if (!owed) return
  await run(trx, 'delete from owed where seq = ?', [seq])
  await run(trx, "update deliveries set status = 'cancelled', due_at = null, settled_at = ? where seq = ?", [
    now,
    seq,
  ])
  const line = lineOf(target_id, order_key)
  if (line === null) return
  const leasedUntil = owed.worker === null || owed.free_at === WAITING ? 0 : owed.free_at
  await delayHead(trx, line, leasedUntil)
}
