import type { NewDelivery } from '@parley/core'
import type { Transaction } from 'kysely'
import type { SqlDialect } from '../dialect.ts'
import type { Schema } from '../schema.ts'
import { insertRows, run } from '../statements.ts'
import { headsOf, holdHead, lineOf } from './lines.ts'
import { lockTargets } from './lock-targets.ts'
import { DELIVERY, deliveryRow } from './rows.ts'
import { type OwedRow, WAITING } from './schema.ts'

const OWED = [
  'seq',
  'target_id',
  'line',
  'free_at',
  'due_at',
  'worker',
  'tries',
  'created_at',
] as const satisfies (keyof OwedRow)[]

/** Writes new deliveries in the caller's transaction; those of targets that are gone as cancelled. The first one's number. */
export async function oweDeliveries(
  trx: Transaction<Schema>,
  { lockRows }: SqlDialect,
  deliveries: readonly NewDelivery[],
): Promise<number> {
  if (deliveries.length === 0) return 0
  const first = await drawSeqs(trx, lockRows, deliveries.length)
  const alive = await lockTargets(
    trx,
    lockRows,
    deliveries.map(({ targetId }) => targetId),
  )
  const lineAt = (at: number): string | null => {
    const delivery = deliveries[at]
    return delivery && alive.has(delivery.targetId) ? lineOf(delivery.targetId, delivery.orderKey) : null
  }
  const lines = deliveries.map((_, at) => lineAt(at)).filter((line) => line !== null)
  const busy: Set<string> = new Set((await headsOf(trx, lines)).keys())
  const owed: unknown[][] = []
  for (const [at, { targetId, dueAt, createdAt }] of deliveries.entries()) {
    if (!alive.has(targetId)) continue
    const line = lineAt(at)
    const due = dueAt ?? createdAt
    const isHead = line === null || !busy.has(line)
    if (line !== null) busy.add(line)
    owed.push([first + at, targetId, line, isHead ? due : WAITING, due, null, 0, createdAt])
  }
  await insertRows(
    trx,
    'deliveries',
    DELIVERY,
    deliveries.map((delivery, at) => deliveryRow(first + at, delivery, alive.has(delivery.targetId))),
  )
  await insertRows(
    trx,
    'delivery_contents',
    ['seq', 'headers', 'body'],
    deliveries.map(({ headers, body }, at) => [first + at, JSON.stringify(headers), body]),
  )
  await insertRows(trx, 'owed', OWED, owed)
  return first
}

/** The first of `count` numbers. Nobody draws more until the transaction ends: a later one is never seen before an earlier. */
async function drawSeqs(trx: Transaction<Schema>, lockRows: string, count: number): Promise<number> {
  const [row] = await run<{ value: number }>(
    trx,
    `select value from counters where name = 'delivery-seq' ${lockRows}`,
    [],
  )
  const last = row?.value ?? 0
  await run(trx, "update counters set value = ? where name = 'delivery-seq'", [last + count])
  return last + 1
}

/** A settled delivery is owed once more. The caller holds its target and the delivery. */
export async function oweAgain(
  trx: Transaction<Schema>,
  lockRows: string,
  delivery: { seq: number; targetId: string; orderKey: string | null; tries: number; createdAt: number },
  now: number,
): Promise<void> {
  const { seq, targetId, orderKey, tries, createdAt } = delivery
  const line = lineOf(targetId, orderKey)
  const head = line === null ? null : await holdHead(trx, lockRows, line)
  let freeAt = now
  if (head && head.seq < seq) freeAt = WAITING
  else if (head) {
    // What is on its way goes first, or until its lease ends; then the older one.
    if (head.worker !== null || head.free_at !== head.due_at) freeAt = Math.max(now, head.free_at)
    await run(trx, 'update owed set free_at = ? where seq = ?', [WAITING, head.seq])
  }
  await insertRows(trx, 'owed', OWED, [[seq, targetId, line, freeAt, now, null, tries, createdAt]])
  await run(
    trx,
    `update deliveries set status = 'pending', attempts = 0, due_at = ?, settled_at = null, dead_target = null
      where seq = ?`,
    [now, seq],
  )
}
