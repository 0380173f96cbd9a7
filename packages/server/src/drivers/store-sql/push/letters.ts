import type { DeadLetterFilter, PushStore } from '@parley/core'
import type { Kysely, Transaction } from 'kysely'
import type { Database } from '../database.ts'
import type { SqlDialect } from '../dialect.ts'
import { lockPositions, recordSiteEvents } from '../log.ts'
import type { Schema } from '../schema.ts'
import { marks, run } from '../statements.ts'
import { conditionsOf } from './lists.ts'
import { lockTargets } from './lock-targets.ts'
import { oweAgain } from './owe.ts'
import type { DeliveryRow } from './schema.ts'

type Letters = Pick<PushStore, 'resend' | 'resendDeadLetters' | 'purgeDeadLetters' | 'prune'>

const AT_ONCE = 100

/** What becomes of deliveries after their end. */
export function createSqlLetters(database: Database): Letters {
  const { dialect } = database
  return {
    resend: (id, now) =>
      database.transaction(async (trx) => {
        const [row] = await run<{ seq: number }>(trx, 'select seq from deliveries where id = ?', [id])
        return row ? (await resend(trx, dialect, [row.seq], now)) === 1 : false
      }),

    resendDeadLetters: (filter, now) =>
      database.transaction(async (trx) => {
        const seqs = await deadLetters(
          trx,
          filter,
          'and d.erased = 0 and exists (select 1 from targets where targets.id = d.target_id)',
        )
        return resend(trx, dialect, seqs, now)
      }),

    purgeDeadLetters: (filter, record) =>
      database.transaction(async (trx) => {
        await lockPositions(trx, dialect)
        const seqs = await deadLetters(trx, filter, '', dialect.lockRows)
        await remove(trx, seqs)
        if (seqs.length > 0) await recordSiteEvents(trx, record(seqs.length))
        return seqs.length
      }),

    prune: (older, limit, record) =>
      database.transaction(async (trx) => {
        await lockPositions(trx, dialect)
        const delivered = await over(trx, dialect, 'others', older.delivered, limit)
        const left = limit - delivered.length
        const exhausted = left > 0 ? await over(trx, dialect, 'dead letters', older.exhausted, left) : []
        await remove(trx, [...delivered, ...exhausted])
        await run(trx, 'delete from deleted_targets where deleted_at < ?', [older.delivered])
        if (exhausted.length > 0) await recordSiteEvents(trx, record(exhausted.length))
        return { delivered: delivered.length, exhausted: exhausted.length }
      }),
  }
}

/** The oldest first. */
async function deadLetters(
  db: Kysely<Schema>,
  filter: DeadLetterFilter,
  more: string,
  lockRows = '',
): Promise<number[]> {
  const { conditions, parameters } = conditionsOf({ ...filter, status: 'exhausted' })
  const rows = await run<{ seq: number }>(
    db,
    `select d.seq from deliveries d where ${conditions} ${more} order by d.seq limit ? ${lockRows}`,
    [...parameters, filter.limit],
  )
  return rows.map(({ seq }) => seq)
}

/** How many of these there were to be sent again. Their targets are held first, then they. */
async function resend(
  trx: Transaction<Schema>,
  { lockRows }: SqlDialect,
  seqs: readonly number[],
  now: number,
): Promise<number> {
  const targetIds: string[] = []
  for (let at = 0; at < seqs.length; at += AT_ONCE) {
    const some = seqs.slice(at, at + AT_ONCE)
    const rows = await run<{ target_id: string }>(
      trx,
      `select distinct target_id from deliveries where seq in (${marks(some.length)})`,
      some,
    )
    targetIds.push(...rows.map(({ target_id }) => target_id))
  }
  const alive = await lockTargets(trx, lockRows, targetIds)
  let count = 0
  for (let at = 0; at < seqs.length; at += AT_ONCE) {
    const some = seqs.slice(at, at + AT_ONCE)
    const rows = await run<DeliveryRow>(
      trx,
      `select * from deliveries where seq in (${marks(some.length)}) and status <> 'pending' and erased = 0
        order by seq ${lockRows}`,
      some,
    )
    for (const { seq, target_id, order_key, tries, created_at } of rows) {
      if (!alive.has(target_id)) continue
      const delivery = { seq, targetId: target_id, orderKey: order_key, tries, createdAt: created_at }
      await oweAgain(trx, lockRows, delivery, now)
      count += 1
    }
  }
  return count
}

async function over(
  trx: Transaction<Schema>,
  { lockRows }: SqlDialect,
  which: 'dead letters' | 'others',
  before: number,
  limit: number,
): Promise<number[]> {
  const rows = await run<{ seq: number }>(
    trx,
    // Written so that no index of the status is of use: the one of the time is.
    `select seq from deliveries
      where settled_at < ? and case status when 'exhausted' then 1 else 0 end = ?
      order by settled_at limit ? ${lockRows}`,
    [before, which === 'dead letters' ? 1 : 0, limit],
  )
  return rows.map(({ seq }) => seq)
}

async function remove(trx: Transaction<Schema>, seqs: readonly number[]): Promise<void> {
  for (let at = 0; at < seqs.length; at += AT_ONCE) {
    const some = seqs.slice(at, at + AT_ONCE)
    const these = marks(some.length)
    await run(
      trx,
      `delete from attempts where delivery_id in (select id from deliveries where seq in (${these}))`,
      some,
    )
    await run(trx, `delete from delivery_contents where seq in (${these})`, some)
    await run(trx, `delete from deliveries where seq in (${these})`, some)
  }
}
