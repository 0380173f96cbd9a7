import { BUILT_IN_BUSES, builtInBus, type EventBus, listedBuses, type PushStore, refuse } from '@parley/core'
import type { Kysely, Transaction } from 'kysely'
import type { Database } from '../database.ts'
import type { Schema } from '../schema.ts'
import { run } from '../statements.ts'

type Buses = Pick<PushStore, 'createBus' | 'buses' | 'bus' | 'updateBus' | 'deleteBus' | 'rulesVersion'>

export function createSqlBuses(database: Database): Buses {
  return {
    async createBus(bus) {
      await changeRules(database, async (trx) => {
        if (await findBus(trx, bus.name)) refuse('exists', 'the name is taken')
        await trx.insertInto('buses').values(toRow(bus)).execute()
        return true
      })
    },
    buses: () =>
      database.read(async (db) => {
        const rows = await db.selectFrom('buses').selectAll().execute()
        return listedBuses(rows.map(toBus))
      }),
    bus: (name) => database.read((db) => findBus(db, name)),
    updateBus: (name, { description, enabled }) =>
      changeRules(database, async (trx) => {
        const bus = await findBus(trx, name)
        if (!bus) return null
        const next = {
          ...bus,
          description: description ?? bus.description,
          enabled: enabled ?? bus.enabled,
        }
        await trx.deleteFrom('buses').where('name', '=', name).execute()
        await trx.insertInto('buses').values(toRow(next)).execute()
        return next
      }),
    async deleteBus(name) {
      if (BUILT_IN_BUSES.includes(name)) refuse('forbidden', 'the bus is built in')
      return changeRules(database, async (trx) => {
        const rule = await trx.selectFrom('rules').select('id').where('bus', '=', name).executeTakeFirst()
        if (rule) refuse('conflict', 'the bus has rules')
        const { numDeletedRows } = await trx.deleteFrom('buses').where('name', '=', name).executeTakeFirst()
        return numDeletedRows > 0n
      })
    },
    rulesVersion: () =>
      database.read(async (db) => {
        const [row] = await run<{ value: number }>(
          db,
          "select value from counters where name = 'push-rules'",
          [],
        )
        return row?.value ?? 0
      }),
  }
}

/**
 * A change of buses, rules or targets' settings: over all nodes one after the other, and seen in the version unless `work`
 * answers null or false: then nothing was changed.
 */
export function changeRules<T>(
  database: Database,
  work: (trx: Transaction<Schema>) => Promise<T>,
): Promise<T> {
  return database.transaction(async (trx) => {
    await run(trx, `select value from counters where name = 'push-rules' ${database.dialect.lockRows}`, [])
    const result = await work(trx)
    if (result) await run(trx, "update counters set value = value + 1 where name = 'push-rules'", [])
    return result
  })
}

export async function findBus(db: Kysely<Schema>, name: string): Promise<EventBus | null> {
  const [row] = await run<Schema['buses']>(db, 'select name, body, created_at from buses where name = ?', [
    name,
  ])
  return row ? toBus(row) : builtInBus(name)
}

function toRow({ name, createdAt, ...body }: EventBus): Schema['buses'] {
  return { name, body: JSON.stringify(body), created_at: createdAt }
}

function toBus({ name, body, created_at }: Schema['buses']): EventBus {
  return {
    name,
    ...(JSON.parse(body) as Omit<EventBus, 'name' | 'createdAt'>),
    createdAt: created_at,
  }
}
