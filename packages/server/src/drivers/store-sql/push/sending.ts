import type { Delivery, PushStore } from '@parley/core'
import type { Transaction } from 'kysely'
import type { Database } from '../database.ts'
import type { SqlDialect } from '../dialect.ts'
import type { Schema } from '../schema.ts'
import { marks, run } from '../statements.ts'
import type { AtHand, Leased } from './at-hand.ts'
import { freeHeads, lineOf } from './lines.ts'
import { lockTargets } from './lock-targets.ts'
import { SELECT_DELIVERIES, toDelivery, type WholeRow } from './rows.ts'
import { WAITING } from './schema.ts'

type Wish = Parameters<PushStore['claim']>[3][number]
/** Asked for by one statement. */
const FREE_AT_ONCE = 32

type Sending = Pick<PushStore, 'dueTargets' | 'claim' | 'release'>

export function createSqlSending(database: Database, atHand: AtHand): Sending {
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
      const claimed = await database.repeatable(async (trx) => {
        const running = await runningOf(
          trx,
          wishes.map(({ targetId }) => targetId),
        )
        const free = await freeOf(
          trx,
          dialect,
          wishes.filter(({ targetId }) => running.has(targetId)),
          now,
        )
        return lease(trx, atHand, free, worker, now + leaseMs)
      })
      atHand.leased(claimed)
      return claimed
    },

    async release(worker, deliveryIds) {
      if (deliveryIds.length === 0) return
      await database.repeatable((trx) => release(trx, dialect, worker, deliveryIds))
      atHand.letGo(deliveryIds)
    },
  }
}

async function runningOf(trx: Transaction<Schema>, targetIds: readonly string[]): Promise<Set<string>> {
  const running = new Set<string>()
  for (let at = 0; at < targetIds.length; at += 100) {
    const some = targetIds.slice(at, at + 100)
    // Sorted out here: asked for, it would lead to the index of the paused, and through all the others.
    const rows = await run<{ id: string; paused: number }>(
      trx,
      `select id, paused from targets where id in (${marks(some.length)})`,
      some,
    )
    for (const { id, paused } of rows) if (paused === 0) running.add(id)
  }
  return running
}

type Free = { seq: number; due_at: number; tries: number }

/** What is due of each, the longest due first. */
async function freeOf(
  trx: Transaction<Schema>,
  { lockFreeRows }: SqlDialect,
  wishes: readonly Wish[],
  now: number,
): Promise<Free[]> {
  const one = `select seq, due_at, tries from owed where target_id = ? and free_at <= ?
    order by free_at, seq limit ? ${lockFreeRows}`
  // Rows cannot be locked through a union.
  const atOnce = lockFreeRows === '' ? FREE_AT_ONCE : 1
  const free: Free[] = []
  for (let at = 0; at < wishes.length; at += atOnce) {
    const some = wishes.slice(at, at + atOnce)
    const text = atOnce === 1 ? one : some.map(() => `select * from (${one})`).join(' union all ')
    const parameters = some.flatMap(({ targetId, limit }) => [targetId, now, limit])
    free.push(...(await run<Free>(trx, text, parameters)))
  }
  return free
}

async function lease(
  trx: Transaction<Schema>,
  atHand: AtHand,
  free: readonly Free[],
  worker: string,
  until: number,
): Promise<Delivery[]> {
  const found = new Map<number, Delivery>()
  for (let at = 0; at < free.length; at += 100) {
    const some = free.slice(at, at + 100)
    await run(trx, `update owed set worker = ?, free_at = ? where seq in (${marks(some.length)})`, [
      worker,
      until,
      ...some.map(({ seq }) => seq),
    ])
    const unknown: number[] = []
    for (const { seq, due_at: dueAt, tries } of some) {
      const written = tries === 0 ? atHand.take(seq) : undefined
      if (written) found.set(seq, { ...written, dueAt })
      else unknown.push(seq)
    }
    if (unknown.length === 0) continue
    const rows = await run<WholeRow>(
      trx,
      `${SELECT_DELIVERIES} where d.seq in (${marks(unknown.length)})`,
      unknown,
    )
    for (const row of rows) found.set(row.seq, toDelivery(row))
  }
  return free.flatMap(({ seq }) => found.get(seq) ?? [])
}

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
