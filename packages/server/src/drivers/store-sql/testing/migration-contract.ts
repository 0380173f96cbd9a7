import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Connections, Database } from '../database.ts'
import { createSqlLog } from '../log.ts'
import { migrate } from '../migrate.ts'
import { eventPush } from '../migrations/0002-event-push.ts'
import { createSqlPushStore } from '../push/push-store.ts'
import { run } from '../statements.ts'

const NOW = 1_800_000_000_000

/** A database that an older Parley made and used becomes one of this Parley, with all that was in it. */
export function migrationContract(name: string, open: () => Promise<Connections>): void {
  describe(`migrations: ${name}`, () => {
    let connections: Connections
    beforeEach(async () => {
      connections = await open()
      await migrate(connections.writer, connections.dialect, NOW, 1)
      await fill(connections)
    })
    afterEach(() => connections.close())

    it('gives old rules a bus and their target, and old deliveries what they lacked', async () => {
      await migrate(connections.writer, connections.dialect, NOW)
      await expectMoved(connections)
    })

    it('does so once', async () => {
      await migrate(connections.writer, connections.dialect, NOW)
      await migrate(connections.writer, connections.dialect, NOW)
      await expectMoved(connections)
    })

    it('counts positions and deliveries on', async () => {
      await migrate(connections.writer, connections.dialect, NOW)
      const database = new Database(connections)
      const push = createSqlPushStore(database)
      const [waiting] = await push.deliveries({ status: 'pending', limit: 1 })
      if (!waiting) throw new Error('nothing is pending')
      const { seq, status, attempts, settledAt, erased, ...delivery } = waiting
      expect(await push.advance(7, 8, [{ ...delivery, id: 'next' }])).toBe(true)
      expect((await push.delivery('next'))?.seq).toBe(5)
      expect(await createSqlLog(database).lastPosition()).toBe(41)
    })
  })
}

/**
 * For databases that keep each statement by itself: how a migration goes on that broke off behind every `step`th of its
 * statements, and behind the last.
 */
export async function expectMovedAfterBreaks(open: () => Promise<Connections>, step: number): Promise<void> {
  const { dialect, ...first } = await open()
  await first.close()
  const all = eventPush.statements(dialect.words, () => true)
  for (let left = 0; left < all.length; left += step) {
    const connections = await open()
    await migrate(connections.writer, dialect, NOW, 1)
    await fill(connections)
    for (const statement of all.slice(0, all.length - left))
      await sql.raw(statement).execute(connections.writer)
    await migrate(connections.writer, dialect, NOW)
    await expectMoved(connections)
    await connections.close()
  }
}

async function fill({ writer }: Connections): Promise<void> {
  const rule = {
    pattern: { type: [{ prefix: 'meeting' }, 'x'], subject: ['张三'] },
    target: {
      type: 'http',
      url: 'https://example.org/hook',
      retry: 'BACKOFF_RETRY',
      sealedSecret: 'sealed-1',
    },
  }
  const insert = (table: string, row: Record<string, unknown>): Promise<unknown> =>
    run(
      writer,
      `insert into ${table} (${Object.keys(row).join(', ')}) values (${Object.keys(row)
        .map(() => '?')
        .join(', ')})`,
      Object.values(row),
    )
  await run(writer, "update counters set value = 41 where name = 'position'", [])
  await run(writer, "update counters set value = 7 where name = 'push-cursor'", [])
  await insert('rules', {
    id: 'r1',
    name: 'first',
    enabled: 1,
    body: JSON.stringify(rule),
    created_at: NOW - 9,
  })
  const paused = { ...rule, pattern: {} }
  await insert('rules', {
    id: 'r2',
    name: 'second',
    enabled: 0,
    body: JSON.stringify(paused),
    created_at: NOW - 8,
  })
  await insert('events', {
    position: 33,
    conference_id: '900123456',
    revision: 4,
    id: 'e1',
    type: 'MuteAllChanged',
    time: NOW,
    body: '{}',
  })
  const states = [
    { status: 'delivered', due_at: null, free_at: null, worker: 'w', attempts: 2 },
    { status: 'exhausted', due_at: null, free_at: null, worker: null, attempts: 4 },
    { status: 'pending', due_at: NOW + 5, free_at: NOW + 30_000, worker: 'w', attempts: 1 },
    { status: 'cancelled', due_at: null, free_at: null, worker: null, attempts: 0 },
  ]
  for (const [at, state] of states.entries()) {
    await insert('deliveries', {
      id: `d${at}`,
      rule_id: 'r1',
      rule_name: 'first',
      event_id: at === 1 ? 'gone' : 'e1',
      event_type: 'meeting:meeting_start',
      url: 'https://example.org/hook',
      body: `{"名":"🙂 ${at}"}`,
      created_at: NOW - 100 + at,
      ...state,
    })
  }
  for (const [at, delivery] of ['d0', 'd0', 'd2'].entries()) {
    await insert('attempts', {
      id: `a${at}`,
      delivery_id: delivery,
      no: delivery === 'd0' ? at + 1 : 1,
      started_at: NOW + at * 10,
      duration_ms: 3,
      status: at === 1 ? 200 : 500,
      error: at === 1 ? null : 'the target answered 500',
      response: 'said',
    })
  }
}

async function expectMoved(connections: Connections): Promise<void> {
  const push = createSqlPushStore(new Database(connections))
  const [first, second, ...more] = await push.rules()
  expect(more).toEqual([])
  expect(first).toMatchObject({
    id: 'r1',
    bus: 'default',
    name: 'first',
    enabled: true,
    pattern: '{"type":[{"prefix":"meeting"},"x"],"subject":["张三"]}',
    scope: {},
    createdAt: NOW - 9,
    changedAt: NOW - 9,
  })
  expect(second).toMatchObject({ name: 'second', enabled: false, pattern: '{}' })
  expect(first?.targets).toMatchObject([
    {
      id: 'r1',
      name: '1',
      url: 'https://example.org/hook',
      dialect: 'seed',
      body: { form: 'ORIGINAL' },
      retry: 'BACKOFF_RETRY',
      order: 'none',
      signing: { sets: ['standard'], secrets: [{ sealed: 'sealed-1', until: null }] },
      state: { is: 'running', failingSince: null },
      version: 1,
    },
  ])
  const found = await push.deliveries({ limit: 10 })
  const shared = {
    bus: 'default',
    ruleId: 'r1',
    targetId: 'r1',
    targetName: '1',
    eventSource: 'acs.aliyuncvc',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    orderKey: null,
    replayId: null,
    erased: false,
  }
  expect(found.reverse()).toMatchObject([
    {
      ...shared,
      id: 'd0',
      seq: 1,
      body: '{"名":"🙂 0"}',
      status: 'delivered',
      position: 33,
      settledAt: NOW + 13,
    },
    { ...shared, id: 'd1', status: 'exhausted', attempts: 4, position: 0, settledAt: NOW - 99, dueAt: null },
    { ...shared, id: 'd2', status: 'pending', attempts: 1, dueAt: NOW + 5, settledAt: null },
    { ...shared, id: 'd3', status: 'cancelled', settledAt: NOW - 97 },
  ])
  expect(await push.attempts('d0')).toMatchObject([
    { id: 'a0', no: 1, status: 500, url: 'https://example.org/hook', requestHeaders: {}, nextAt: null },
    { id: 'a1', no: 2, status: 200, response: 'said' },
  ])
  expect(await push.cursor()).toBe(7)
  expect(await push.dueTargets()).toEqual([{ targetId: 'r1', version: 1, dueAt: NOW + 5 }])
  const wishes = [{ targetId: 'r1', limit: 9 }]
  const [claimed] = await push.claim('w2', NOW + 5, 1_000, wishes)
  expect(claimed).toMatchObject({ id: 'd2', body: '{"名":"🙂 2"}' })
  await push.release('w2', ['d2'])
  expect(await push.targetCounts()).toMatchObject([
    { targetId: 'r1', pending: 1, exhausted: 1, oldestPending: NOW - 98 },
    { targetId: 'r2', pending: 0, exhausted: 0 },
  ])
}
