import type { DeliveryFilter, DeliveryStatus, PushStore, TargetCounts } from '@parley/core'
import type { Database } from '../database.ts'
import { run } from '../statements.ts'
import { SELECT_DELIVERIES, toAttempt, toDelivery, type WholeRow } from './rows.ts'
import type { AttemptRow } from './schema.ts'

type Lists = Pick<PushStore, 'cursor' | 'delivery' | 'deliveries' | 'attempts' | 'counts' | 'targetCounts'>

const MOST_LISTED = 500

export function createSqlLists(database: Database): Lists {
  return {
    cursor: () =>
      database.read(async (db) => {
        const [row] = await run<{ value: number }>(
          db,
          "select value from counters where name = 'push-cursor'",
          [],
        )
        return row?.value ?? 0
      }),

    delivery: (id) =>
      database.read(async (db) => {
        const [row] = await run<WholeRow>(db, `${SELECT_DELIVERIES} where d.id = ?`, [id])
        return row ? toDelivery(row) : null
      }),

    deliveries: (filter) =>
      database.read(async (db) => {
        const { conditions, parameters } = conditionsOf(filter)
        const rows = await run<WholeRow>(
          db,
          `${SELECT_DELIVERIES} where ${conditions} order by d.seq desc limit ?`,
          [...parameters, Math.min(filter.limit, MOST_LISTED)],
        )
        return rows.map(toDelivery)
      }),

    attempts: (deliveryId) =>
      database.read(async (db) => {
        const rows = await run<AttemptRow & { url: string }>(
          db,
          `select a.*, d.url from attempts a join deliveries d on d.id = a.delivery_id
            where a.delivery_id = ? order by a.no`,
          [deliveryId],
        )
        return rows.map((row) => toAttempt(row, row.url))
      }),

    counts: () =>
      database.read(async (db) => {
        const rows = await run<{ status: DeliveryStatus; count: number }>(
          db,
          'select status, count(*) as count from deliveries group by status',
          [],
        )
        const counts = { pending: 0, delivered: 0, exhausted: 0, cancelled: 0 }
        for (const { status, count } of rows) counts[status] = count
        return counts
      }),

    targetCounts: () =>
      database.read(async (db) => {
        type Row = { id: string; pending: number | null; oldest: number | null; exhausted: number | null }
        const rows = await run<Row>(
          db,
          `select t.id, o.pending, o.oldest, x.exhausted from targets t
            left join (select target_id, count(*) as pending, min(created_at) as oldest from owed group by target_id) o
              on o.target_id = t.id
            left join (select dead_target, count(*) as exhausted from deliveries where dead_target is not null group by dead_target) x
              on x.dead_target = t.id`,
          [],
        )
        return rows.map(
          ({ id, pending, oldest, exhausted }): TargetCounts => ({
            targetId: id,
            pending: pending ?? 0,
            exhausted: exhausted ?? 0,
            oldestPending: oldest,
          }),
        )
      }),
  }
}

/** A condition on `d`, true for what holds in all parts that are given. */
export function conditionsOf(filter: Omit<DeliveryFilter, 'limit'>): {
  conditions: string
  parameters: unknown[]
} {
  const { status, targetId } = filter
  // Dead letters of a target have an index of their own.
  const ofDead = status === 'exhausted' && targetId !== undefined
  // Those with an index, the one that leaves the fewest first: the others must not tempt the database to theirs.
  const indexed = given([
    ['d.event_id', filter.eventId],
    ['d.replay_id', filter.replayId],
    ['d.dead_target', ofDead ? targetId : undefined],
    ['d.target_id', ofDead ? undefined : targetId],
    ['d.rule_id', filter.ruleId],
    ['d.status', ofDead ? undefined : status],
  ])
  const plain = given([
    ['d.bus = ?', filter.bus],
    ['d.event_type = ?', filter.eventType],
    ['d.created_at >= ?', filter.from],
    ['d.created_at < ?', filter.before],
    ['d.seq < ?', filter.belowSeq],
  ])
  const parts = [
    ...indexed.map(([column], at) => (at === 0 ? `${column} = ?` : `coalesce(${column}, '') = ?`)),
    ...plain.map(([condition]) => condition),
  ]
  return {
    conditions: ['1 = 1', ...parts].join(' and '),
    parameters: [...indexed, ...plain].map(([, value]) => value),
  }
}

function given(parts: [text: string, value: unknown][]): [text: string, value: unknown][] {
  return parts.filter(([, value]) => value !== undefined)
}
