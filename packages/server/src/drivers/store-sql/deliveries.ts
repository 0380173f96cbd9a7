import type {
  Attempt,
  Delivery,
  DeliveryStatus,
  NewAttempt,
  NewDelivery,
  PushStore,
  Rule,
} from '@parley/core'
import { type RawBuilder, type Selectable, sql, type Transaction } from 'kysely'
import type { Database } from './database.ts'
import { gather } from './gather.ts'
import type { AttemptRow, DeliveryRow, Schema } from './schema.ts'
import { insertRows } from './statements.ts'

type Settlement = { worker: string; attempt: NewAttempt; next: Parameters<PushStore['settle']>[2] }
type Deliveries = Omit<PushStore, 'createRule' | 'rules' | 'rule' | 'deleteRule' | 'rulesVersion'>

const MOST_LISTED = 500
const DELIVERY = [
  'id',
  'rule_id',
  'rule_name',
  'event_id',
  'event_type',
  'url',
  'body',
  'status',
  'attempts',
  'due_at',
  'created_at',
  'free_at',
] as const

export function createSqlDeliveries(database: Database): Deliveries {
  const lockRows = sql.raw(database.dialect.lockRows)
  const lockFreeRows = sql.raw(database.dialect.lockFreeRows)
  const settleTogether = gather((batch: readonly Settlement[]) =>
    database.transaction(async (trx) => {
      const kept: boolean[] = []
      for (const settlement of batch) kept.push(await settle(trx, settlement, lockRows))
      return kept
    }),
  )
  return {
    cursor: () =>
      database.read(async (db) => {
        const row = await db
          .selectFrom('counters')
          .select('value')
          .where('name', '=', 'push-cursor')
          .executeTakeFirst()
        return row?.value ?? 0
      }),

    advance: (from, to, deliveries) =>
      database.transaction(async (trx) => {
        const { numUpdatedRows } = await trx
          .updateTable('counters')
          .set({ value: to })
          .where('name', '=', 'push-cursor')
          .where('value', '=', from)
          .executeTakeFirst()
        if (numUpdatedRows === 0n) return false
        const alive = await lockRules(trx, deliveries, lockRows)
        const rows = deliveries.map((delivery) => newRow(delivery, alive.has(delivery.ruleId)))
        await insertRows(trx, 'deliveries', DELIVERY, rows)
        return true
      }),

    claim: (worker, now, leaseMs, limit, except = []) =>
      database.transaction(async (trx) => {
        const rows = await trx
          .selectFrom('deliveries')
          .selectAll()
          .where('free_at', '<=', now)
          .$if(except.length > 0, (query) => query.where('rule_id', 'not in', except))
          .orderBy('free_at')
          .orderBy('seq')
          .limit(limit)
          .modifyEnd(lockFreeRows)
          .execute()
        if (rows.length === 0) return []
        const seqs = rows.map(({ seq }) => seq)
        await trx
          .updateTable('deliveries')
          .set({ worker, free_at: now + leaseMs })
          .where('seq', 'in', seqs)
          .execute()
        return rows.map(toDelivery)
      }),

    async release(worker, deliveryIds) {
      if (deliveryIds.length === 0) return
      await database.transaction((trx) =>
        trx
          .updateTable('deliveries')
          .set({ free_at: sql<number | null>`due_at`, worker: null })
          .where('id', 'in', deliveryIds)
          .where('worker', '=', worker)
          .execute(),
      )
    },

    settle: (worker, attempt, next) => settleTogether({ worker, attempt, next }),

    nextDue: (except = []) =>
      database.read(async (db) => {
        const row = await db
          .selectFrom('deliveries')
          .select((eb) => eb.fn.min('free_at').as('at'))
          .$if(except.length > 0, (query) => query.where('rule_id', 'not in', except))
          .executeTakeFirst()
        return row?.at ?? null
      }),

    delivery: (id) =>
      database.read(async (db) => {
        const row = await db.selectFrom('deliveries').selectAll().where('id', '=', id).executeTakeFirst()
        return row ? toDelivery(row) : null
      }),

    deliveries: ({ status, ruleId, eventId, before, limit }) =>
      database.read(async (db) => {
        const rows = await db
          .selectFrom('deliveries')
          .selectAll()
          .$if(status !== undefined, (query) => query.where('status', '=', status ?? ''))
          .$if(ruleId !== undefined, (query) => query.where('rule_id', '=', ruleId ?? ''))
          .$if(eventId !== undefined, (query) => query.where('event_id', '=', eventId ?? ''))
          .$if(before !== undefined, (query) => query.where('seq', '<', before ?? 0))
          .orderBy('seq', 'desc')
          .limit(Math.min(limit, MOST_LISTED))
          .execute()
        return rows.map(toDelivery)
      }),

    attempts: (deliveryId) =>
      database.read(async (db) => {
        const rows = await db
          .selectFrom('attempts')
          .selectAll()
          .where('delivery_id', '=', deliveryId)
          .orderBy('no')
          .execute()
        return rows.map(toAttempt)
      }),

    resend: (id, now) =>
      database.transaction(async (trx) => {
        const { numUpdatedRows } = await trx
          .updateTable('deliveries')
          .set({ status: 'pending', attempts: 0, due_at: now, free_at: now, worker: null })
          .where('id', '=', id)
          .where('status', '<>', 'pending')
          .executeTakeFirst()
        return numUpdatedRows === 1n
      }),

    counts: () =>
      database.read(async (db) => {
        const rows = await db
          .selectFrom('deliveries')
          .select((eb) => ['status', eb.fn.countAll<number>().as('count')])
          .groupBy('status')
          .execute()
        const counts: Record<DeliveryStatus, number> = {
          pending: 0,
          delivered: 0,
          exhausted: 0,
          cancelled: 0,
        }
        for (const { status, count } of rows) counts[status as DeliveryStatus] = count
        return counts
      }),
  }
}

async function settle(
  trx: Transaction<Schema>,
  { worker, attempt, next }: Settlement,
  lock: RawBuilder<unknown>,
): Promise<boolean> {
  const row = await trx
    .selectFrom('deliveries')
    .select('worker')
    .where('id', '=', attempt.deliveryId)
    .modifyEnd(lock)
    .executeTakeFirst()
  if (row?.worker !== worker) return false
  const { count } = await trx
    .selectFrom('attempts')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('delivery_id', '=', attempt.deliveryId)
    .executeTakeFirstOrThrow()
  await trx
    .insertInto('attempts')
    .values(toAttemptRow(attempt, count + 1))
    .execute()
  await trx
    .updateTable('deliveries')
    .set({
      status: next.status,
      due_at: next.dueAt,
      free_at: next.status === 'pending' ? next.dueAt : null,
      worker: null,
      attempts: sql<number>`attempts + 1`,
    })
    .where('id', '=', attempt.deliveryId)
    .execute()
  return true
}

/** The rules of these deliveries that still exist, and will until the transaction ends. */
async function lockRules(
  trx: Transaction<Schema>,
  deliveries: readonly NewDelivery[],
  lock: RawBuilder<unknown>,
): Promise<Set<Rule['id']>> {
  const ids = [...new Set(deliveries.map(({ ruleId }) => ruleId))]
  if (ids.length === 0) return new Set()
  const rows = await trx.selectFrom('rules').select('id').where('id', 'in', ids).modifyEnd(lock).execute()
  return new Set(rows.map(({ id }) => id))
}

/** The columns in the order of `DELIVERY`. */
function newRow(delivery: NewDelivery, owed: boolean): unknown[] {
  const status = delivery.status === 'pending' && !owed ? 'cancelled' : delivery.status
  const dueAt = status === 'pending' ? delivery.dueAt : null
  const { id, ruleId, ruleName, eventId, eventType, url, body, attempts, createdAt } = delivery
  return [id, ruleId, ruleName, eventId, eventType, url, body, status, attempts, dueAt, createdAt, dueAt]
}

function toDelivery(row: Selectable<DeliveryRow>): Delivery {
  return {
    seq: row.seq,
    id: row.id,
    ruleId: row.rule_id,
    ruleName: row.rule_name,
    eventId: row.event_id,
    eventType: row.event_type,
    url: row.url,
    body: row.body,
    status: row.status as DeliveryStatus,
    attempts: row.attempts,
    dueAt: row.due_at,
    createdAt: row.created_at,
  }
}

function toAttemptRow(attempt: NewAttempt, no: number): AttemptRow {
  const { id, deliveryId, startedAt, durationMs, status, error, response } = attempt
  return {
    id,
    delivery_id: deliveryId,
    no,
    started_at: startedAt,
    duration_ms: durationMs,
    status,
    error,
    response,
  }
}

function toAttempt(row: AttemptRow): Attempt {
  return {
    id: row.id,
    deliveryId: row.delivery_id,
    no: row.no,
    startedAt: row.started_at,
    durationMs: row.duration_ms,
    status: row.status,
    error: row.error,
    response: row.response,
  }
}
