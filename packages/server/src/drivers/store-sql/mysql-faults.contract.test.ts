import { FakeClock } from '@parley/core/memory'
import { anAppend } from '@parley/core/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openStore, type Store } from './index.ts'
import { migrate } from './migrate.ts'
import { openMysql } from './mysql.ts'
import { type Mariadb, startMariadb } from './testing/mariadb.ts'

let mariadb: Mariadb
let store: Store
let url: string
beforeAll(async () => {
  mariadb = await startMariadb()
  url = await mariadb.createDatabase('parley')
  store = await openStore({ kind: 'mysql', url, connections: 4 }, { clock: new FakeClock() })
})
afterAll(async () => {
  await store?.close()
  await mariadb?.stop()
})

it('makes the tables once, however many nodes start on an empty database', async () => {
  const empty = await mariadb.createDatabase('fresh')
  const nodes = await Promise.all(
    Array.from({ length: 5 }, () => openStore({ kind: 'mysql', url: empty }, { clock: new FakeClock() })),
  )
  const results = await Promise.all(
    nodes.map(({ conferences }, at) => conferences.commit([anAppend({ id: `10000000${at}` })])),
  )
  const positions = results.flat().map((result) => (result.ok ? result.position : 0))
  expect(positions.sort()).toEqual([1, 2, 3, 4, 5])
  await Promise.all(nodes.map((node) => node.close()))
})

it('makes the tables of a start that broke off half-way', async () => {
  const half = await mariadb.createDatabase('half')
  const connections = openMysql(half, 2)
  await migrate(connections.writer, connections.dialect, 0, 1)
  await connections.close()
  await mariadb.query('delete from half.schema_migration')
  await mariadb.query('drop table half.attempts')
  await mariadb.query('drop index ix_deliveries_status on half.deliveries')
  const again = await openStore({ kind: 'mysql', url: half }, { clock: new FakeClock() })
  expect(await again.push.attempts('x')).toEqual([])
  expect(await again.conferences.commit([anAppend({ id: '100000001' })])).toEqual([{ ok: true, position: 1 }])
  await again.close()
})

it('keeps nothing of a commit that breaks half-way, and goes on', async () => {
  await store.conferences.commit([anAppend({ id: '500000005' })])
  const before = await store.log.lastPosition()
  const [event] = anAppend({ id: '500000005' }).events
  const broken = anAppend({ id: '600000006' })
  const repeated = { ...broken, events: broken.events.map((one) => ({ ...one, id: event?.id ?? one.id })) }
  await expect(store.conferences.commit([anAppend({ id: '700000007' }), repeated])).rejects.toThrow(
    /Duplicate/,
  )
  expect(await store.log.lastPosition()).toBe(before)
  expect((await store.conferences.find({ text: '700000007', limit: 10 })).total).toBe(0)
  expect(await store.conferences.commit([anAppend({ id: '700000007' })])).toEqual([
    { ok: true, position: before + 1 },
  ])
})

it('goes on after its connections were cut', async () => {
  await Promise.all(Array.from({ length: 4 }, () => store.keyring.get('x')))
  expect(await mariadb.killConnections('parley')).toBeGreaterThan(0)
  const results = await Promise.all([
    store.conferences.commit([anAppend({ id: '100000001' })]),
    store.log.lastPosition(),
    store.keyring.put('x', '1'),
  ])
  expect(results[0]).toMatchObject([{ ok: true }])
})

it('has every acknowledged commit after the server was killed and started again, and goes on by itself', async () => {
  const acknowledged: number[] = []
  let revision = 0
  let failure: unknown = null
  const committing = (async () => {
    try {
      for (;;) {
        const [result] = await store.conferences.commit([
          anAppend({ id: '800000008', after: revision, count: 2 }),
        ])
        if (!result?.ok) throw new Error(`refused: ${result?.why}`)
        revision += 2
        acknowledged.push(revision)
      }
    } catch (error) {
      failure = error
    }
  })()
  while (acknowledged.length < 30) await new Promise((resolve) => setTimeout(resolve, 5))
  await mariadb.crash()
  await committing
  // The server is gone for longer than the store tries, or it broke off a commit: either way the caller is told.
  expect(failure).toBeInstanceOf(Error)

  await mariadb.start()
  const own = await store.conferences.eventsOf('800000008' as never, { after: 0, limit: 100_000 })
  expect(own.map((event) => event.revision)).toEqual(own.map((_, at) => at + 1))
  expect([0, 2]).toContain(own.length - revision)
  expect(await store.conferences.commit([anAppend({ id: '800000008', after: own.length })])).toMatchObject([
    { ok: true },
  ])
})
