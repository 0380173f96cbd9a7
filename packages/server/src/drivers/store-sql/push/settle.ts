import type { NewAttempt, NextStep, PushStore } from '@parley/core'
import type { Transaction } from 'kysely'
import type { Database } from '../database.ts'
import type { SqlDialect } from '../dialect.ts'
import { gather } from '../gather.ts'
import { lockPositions, recordSiteEvents } from '../log.ts'
import type { Schema } from '../schema.ts'
import { insertRows, marks, run } from '../statements.ts'
import type { AtHand, Leased } from './at-hand.ts'
import { freeHeads, lineOf } from './lines.ts'
import { lockTargets } from './lock-targets.ts'
import { ATTEMPT, attemptRow } from './rows.ts'
import type { DeliveryRow } from './schema.ts'
import { WAITING } from './schema.ts'
import { knownDeliveries } from './sending.ts'
import { changeState } from './targets.ts'

type Along = NonNullable<Parameters<PushStore['settle']>[3]>
type Settlement = { worker: string; attempt: NewAttempt; next: NextStep; along: Along }
type Kept = { delivery: Leased; no: number; settlement: Settlement }
type Result = { kept: boolean; changed: boolean }

const AT_ONCE = 50

/** Those of one moment share a transaction. */
export function createSqlSettle(database: Database, atHand: AtHand): Pick<PushStore, 'settle'> {
  const settleTogether = gather(async (batch: readonly Settlement[]) => {
    const work = (trx: Transaction<Schema>): Promise<Result[]> => settle(trx, database.dialect, atHand, batch)
    const results = await (tells(batch) ? database.transaction(work) : database.repeatable(work))
    atHand.letGo(batch.map(({ attempt }) => attempt.deliveryId))
    return results
  })
  return {
    settle: (worker, attempt, next, along = {}) => settleTogether({ worker, attempt, next, along }),
  }
}

async function settle(
  trx: Transaction<Schema>,
  dialect: SqlDialect,
  atHand: AtHand,
  batch: readonly Settlement[],
): Promise<Result[]> {
  const changes = batch.flatMap(({ along }) => along.state ?? [])
  if (tells(batch)) await lockPositions(trx, dialect)
  const known = await leasedDeliveries(trx, atHand, batch)
  const inLine = [...known.values()].filter(({ order_key }) => order_key !== null)
  await lockTargets(trx, dialect.lockRows, [
    ...changes.map(({ targetId }) => targetId),
    ...inLine.map(({ target_id }) => target_id),
  ])
  const kept = await held(trx, dialect, batch, known)
  await keepAttempts(trx, [...kept.values()])
  await keepNext(trx, [...kept.values()])
  const results: Result[] = []
  for (const settlement of batch) {
    if (!kept.has(settlement)) results.push({ kept: false, changed: false })
    else results.push({ kept: true, changed: await tell(trx, settlement.along) })
  }
  return results
}

async function leasedDeliveries(
  trx: Transaction<Schema>,
  atHand: AtHand,
  batch: readonly Settlement[],
): Promise<Map<string, Leased>> {
  const atOnce: Leased[] = []
  const unknown: string[] = []
  for (const { attempt } of batch) {
    const leased = atHand.known(attempt.deliveryId)
    if (leased) atOnce.push(leased)
    else unknown.push(attempt.deliveryId)
  }
  const known = await knownDeliveries(trx, unknown)
  for (const leased of atOnce) known.set(leased.id, leased)
  return known
}

/** Whether anything of it enters the log. */
function tells(batch: readonly Settlement[]): boolean {
  return batch.some(({ along: { record, state } }) => record?.length || state?.record.length)
}

/** Those whose lease is still the worker's. Of two of one delivery only the first is. */
async function held(
  trx: Transaction<Schema>,
  { lockRows }: SqlDialect,
  batch: readonly Settlement[],
  known: ReadonlyMap<string, Leased>,
): Promise<Map<Settlement, Kept>> {
  const leases = new Map<number, { worker: string | null; tries: number }>()
  const seqs = [...known.values()].map(({ seq }) => seq).sort((a, b) => a - b)
  for (let at = 0; at < seqs.length; at += 100) {
    const some = seqs.slice(at, at + 100)
    const rows = await run<{ seq: number; worker: string | null; tries: number }>(
      trx,
      `select seq, worker, tries from owed where seq in (${marks(some.length)}) order by seq ${lockRows}`,
      some,
    )
    for (const row of rows) leases.set(row.seq, row)
  }
  const kept = new Map<Settlement, Kept>()
  for (const settlement of batch) {
    const delivery = known.get(settlement.attempt.deliveryId)
    const lease = delivery && leases.get(delivery.seq)
    if (!delivery || lease?.worker !== settlement.worker) continue
    leases.delete(delivery.seq)
    kept.set(settlement, { delivery, no: lease.tries + 1, settlement })
  }
  return kept
}

async function keepAttempts(trx: Transaction<Schema>, kept: readonly Kept[]): Promise<void> {
  const rows = kept.map(({ no, settlement }) => attemptRow(settlement.attempt, no))
  await insertRows(trx, 'attempts', ATTEMPT, rows)
}

async function keepNext(trx: Transaction<Schema>, kept: readonly Kept[]): Promise<void> {
  const delivered = kept.filter(({ settlement }) => settlement.next.status === 'delivered')
  const others = kept.filter(({ settlement }) => settlement.next.status !== 'delivered')
  await setEach(
    trx,
    delivered,
    { settled_at: settledAt },
    "status = 'delivered', due_at = null, dead_target = null",
  )
  await setEach(trx, others, {
    status: ({ settlement }) => settlement.next.status,
    due_at: ({ settlement: { next } }) => (next.status === 'pending' ? next.dueAt : null),
    settled_at: settledAt,
    dead_target: ({ settlement, delivery }) =>
      settlement.next.status === 'exhausted' ? delivery.target_id : null,
  })
  const ended = kept.filter(({ settlement }) => settlement.next.status !== 'pending')
  for (let at = 0; at < ended.length; at += 100) {
    const seqs = ended.slice(at, at + 100).map(({ delivery }) => delivery.seq)
    await run(trx, `delete from owed where seq in (${marks(seqs.length)})`, seqs)
  }
  for (const { delivery, no, settlement } of kept) {
    const { status, dueAt } = settlement.next
    if (status !== 'pending') continue
    const due = dueAt ?? settlement.attempt.startedAt
    await run(trx, 'update owed set worker = null, due_at = ?, free_at = ?, tries = ? where seq = ?', [
      due,
      delivery.order_key === null ? due : WAITING,
      no,
      delivery.seq,
    ])
  }
  const lines = kept.map(({ delivery }) => lineOf(delivery.target_id, delivery.order_key))
  await freeHeads(
    trx,
    lines.filter((line) => line !== null),
  )
}

function settledAt({ settlement: { next, attempt } }: Kept): number | null {
  return next.status === 'pending' ? null : attempt.startedAt + attempt.durationMs
}

/** `columns` by what each delivery gets; `rest`: what all get. */
async function setEach(
  trx: Transaction<Schema>,
  kept: readonly Kept[],
  columns: Partial<Record<keyof DeliveryRow, (one: Kept) => unknown>>,
  rest?: string,
): Promise<void> {
  for (let at = 0; at < kept.length; at += AT_ONCE) {
    const some = kept.slice(at, at + AT_ONCE)
    const cases = some.map(() => 'when ? then ?').join(' ')
    const sets = Object.keys(columns).map((column) => `${column} = case seq ${cases} end`)
    const values = Object.values(columns).flatMap((of) => some.flatMap((one) => [one.delivery.seq, of(one)]))
    await run(
      trx,
      `update deliveries set ${['attempts = attempts + 1, tries = tries + 1', ...sets, ...(rest ? [rest] : [])].join(', ')}
        where seq in (${marks(some.length)})`,
      [...values, ...some.map(({ delivery }) => delivery.seq)],
    )
  }
}

/** Whether the target's state was changed. */
async function tell(trx: Transaction<Schema>, { record, state }: Along): Promise<boolean> {
  await recordSiteEvents(trx, record ?? [])
  return state ? changeState(trx, state) : false
}
