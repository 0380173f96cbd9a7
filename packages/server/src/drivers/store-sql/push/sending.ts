import type { PushStore } from '@parley/core'
import type { Transaction } from 'kysely'
import type { Database } from '../database.ts'
import type { SqlDialect } from '../dialect.ts'
import type { Schema } from '../schema.ts'
import { marks, run } from '../statements.ts'
import { freeHeads, lineOf } from './lines.ts'
import { lockTargets } from './lock-targets.ts'
import { SELECT_DELIVERIES, toDelivery, type WholeRow } from './rows.ts'
import { WAITING } from './schema.ts'

type Sending = Pick<PushStore, 'dueTargets' | 'claim' | 'release'>

export function createSqlSending(database: Database): Sending {
  const { dialect } = database
  return {
    dueTargets: () =>
      database.read(async (db) => {
        type Row = { id: string; version: number; open_until: number | null; free_at: number | null }
        const rows = await run<Row>(
          db,
          `select id, version, open_until,
              (select free_at from owed where target_id = targets.id order by free_at limit 1) as free_at
            from targets where paused = 0`,
          [],
        )
        return rows.flatMap(({ id, version, open_until, free_at }) =>
          free_at === null ? [] : [{ targetId: id, version, dueAt: Math.max(free_at, open_until ?? 0) }],
        )
      }),

    claim: async (worker, now, leaseMs, wishes) => {
      if (wishes.length === 0) return []
      return database.repeatable(async (trx) => {
        const seqs: number[] = []
        const running = await runningOf(
          trx,
          wishes.map(({ targetId }) => targetId),
        )
        for (const { targetId, limit } of wishes) {
          if (!running.has(targetId)) continue
          const rows = await run<{ seq: number }>(
            trx,
            `select seq from owed where target_id = ? and free_at <= ? order by free_at, seq limit ? ${dialect.lockFreeRows}`,
            [targetId, now, limit],
          )
          seqs.push(...rows.map(({ seq }) => seq))
        }
        return lease(trx, seqs, worker, now + leaseMs)
      })
    },

    async release(worker, deliveryIds) {
      if (deliveryIds.length === 0) return
      await database.repeatable((trx) => release(trx, dialect, worker, deliveryIds))
    },
  }
}

async function runningOf(trx: Transaction<Schema>, targetIds: readonly string[]): Promise<Set<string>> {
  const running = new Set<string>()
  for (let at = 0; at < targetIds.length; at += 100) {
    const some = targetIds.slice(at, at + 100)
    const rows = await run<{ id: string }>(
      trx,
      `select id from targets where id in (${marks(some.length)}) and paused = 0`,
      some,
    )
    for (const { id } of rows) running.add(id)
  }
  return running
}

async function lease(
  trx: Transaction<Schema>,
  seqs: readonly number[],
  worker: string,
  until: number,
): ReturnType<PushStore['claim']> {
  const found = new Map<number, WholeRow>()
  for (let at = 0; at < seqs.length; at += 100) {
    const some = seqs.slice(at, at + 100)
    const these = marks(some.length)
    await run(trx, `update owed set worker = ?, free_at = ? where seq in (${these})`, [
      worker,
      until,
      ...some,
    ])
    const rows = await run<WholeRow>(trx, `${SELECT_DELIVERIES} where d.seq in (${these})`, some)
    for (const row of rows) found.set(row.seq, row)
  }
  return seqs.flatMap((seq) => {
    const row = found.get(seq)
    return row ? [toDelivery(row)] : []
  })
}

export type Leased = { id: string; seq: number; target_id: string; order_key: string | null }

/** What never changes of these deliveries: by it the rest is found and held, targets first. */
export async function knownDeliveries(
  trx: Transaction<Schema>,
  ids: readonly string[],
): Promise<Map<string, Leased>> {
  const known = new Map<string, Leased>()
  for (let at = 0; at < ids.length; at += 100) {
    const some = ids.slice(at, at + 100)
    const rows = await run<Leased>(
      trx,
      `select id, seq, target_id, order_key from deliveries where id in (${marks(some.length)})`,
      some,
    )
    for (const row of rows) known.set(row.id, row)
  }
  return known
}

async function release(
  trx: Transaction<Schema>,
  { lockRows }: SqlDialect,
  worker: string,
  deliveryIds: readonly string[],
): Promise<void> {
  const known = [...(await knownDeliveries(trx, deliveryIds)).values()]
  const inLine = known.filter(({ order_key }) => order_key !== null)
  await lockTargets(
    trx,
    lockRows,
    inLine.map(({ target_id }) => target_id),
  )
  for (let at = 0; at < known.length; at += 100) {
    const seqs = known.slice(at, at + 100).map(({ seq }) => seq)
    await run(
      trx,
      `update owed set worker = null, free_at = case when line is null then due_at else ? end
        where seq in (${marks(seqs.length)}) and worker = ?`,
      [WAITING, ...seqs, worker],
    )
  }
  const lines = inLine.map(({ target_id, order_key }) => lineOf(target_id, order_key))
  await freeHeads(
    trx,
    lines.filter((line) => line !== null),
  )
}
