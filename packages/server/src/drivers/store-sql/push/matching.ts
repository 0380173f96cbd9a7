import type { PushStore } from '@parley/core'
import type { Database } from '../database.ts'
import type { AtHand } from './at-hand.ts'
import { oweDeliveries } from './owe.ts'
import { replayRow, toReplay } from './rows.ts'

type Matching = Pick<
  PushStore,
  'advance' | 'createReplay' | 'replay' | 'replays' | 'advanceReplay' | 'cancelReplay'
>

/** What makes deliveries: the cursor over the log, and replays. */
export function createSqlMatching(database: Database, atHand: AtHand): Matching {
  const { dialect } = database
  return {
    async advance(from, to, deliveries) {
      const first = await database.repeatable(async (trx) => {
        const { numUpdatedRows } = await trx
          .updateTable('counters')
          .set({ value: to })
          .where('name', '=', 'push-cursor')
          .where('value', '=', from)
          .executeTakeFirst()
        return numUpdatedRows === 0n ? null : oweDeliveries(trx, dialect, deliveries)
      })
      if (first === null) return false
      atHand.wrote(first, deliveries)
      return true
    },

    async createReplay(replay) {
      await database.transaction((trx) => trx.insertInto('replays').values(replayRow(replay)).execute())
    },

    replay: (id) =>
      database.read(async (db) => {
        const row = await db.selectFrom('replays').selectAll().where('id', '=', id).executeTakeFirst()
        return row ? toReplay(row) : null
      }),

    replays: ({ state, limit }) =>
      database.read(async (db) => {
        const rows = await db
          .selectFrom('replays')
          .selectAll()
          .$if(state !== undefined, (query) => query.where('state', '=', state ?? ''))
          .orderBy('seq', 'desc')
          .limit(limit)
          .execute()
        return rows.map(toReplay)
      }),

    advanceReplay: (id, from, to, deliveries, endedAt) =>
      database.transaction(async (trx) => {
        const { numUpdatedRows } = await trx
          .updateTable('replays')
          .set((eb) => ({
            position: to,
            count: eb('count', '+', deliveries.length),
            state: endedAt === null ? 'running' : 'done',
            ended_at: endedAt,
          }))
          .where('id', '=', id)
          .where('state', '=', 'running')
          .where('position', '=', from)
          .executeTakeFirst()
        if (numUpdatedRows === 0n) return false
        await oweDeliveries(trx, dialect, deliveries)
        return true
      }),

    cancelReplay: (id, now) =>
      database.transaction(async (trx) => {
        const { numUpdatedRows } = await trx
          .updateTable('replays')
          .set({ state: 'cancelled', ended_at: now })
          .where('id', '=', id)
          .where('state', '=', 'running')
          .executeTakeFirst()
        return numUpdatedRows === 1n
      }),
  }
}
