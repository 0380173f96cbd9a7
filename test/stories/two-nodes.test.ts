import { setTimeout as sleep } from 'node:timers/promises'
import { events } from '@parley/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Mariadb, startMariadb } from '../../packages/server/src/drivers/store-sql/testing/mariadb.ts'
import { createApi, type Page } from '../support/api.ts'
import { eventually } from '../support/eventually.ts'
import { send } from '../support/http.ts'
import { type Push, type Reaction, type Receiver, startReceiver } from '../support/receiver.ts'
import { API_KEY, createServerProcess, type TestServer } from '../support/server.ts'

type Published = { id: string; meeting: string }

/** Events in one call. */
const AT_ONCE = 10
const POLL_MS = 1_000
const PROBE_MS = 30_000
/** A lease of the dead, and the poll that finds what it held. */
const LAPSED_WITHIN_MS = 40_000
/** What a busy machine may add to a time. */
const LATE_MS = 1_500

/**
 * Events that need nobody inside a meeting: a node that starts takes everybody inside for interrupted, and shows only what
 * happens on itself.
 */
describe('two nodes on one MariaDB push as one', () => {
  let mariadb: Mariadb
  let receiver: Receiver
  let a: TestServer
  let b: TestServer
  const reactions = new Map<string, (push: Push) => Reaction>()

  beforeAll(async () => {
    mariadb = await startMariadb()
    receiver = await startReceiver()
    receiver.answer((push) => reactions.get(push.path)?.(push) ?? {})
    ;[a, b] = await startNodes('nodes')
  })
  afterAll(async () => {
    await receiver?.close()
    await Promise.all([a?.dispose(), b?.dispose()])
    await mariadb?.stop()
  })

  /** At once, on a database without a table. */
  async function startNodes(database: string): Promise<[TestServer, TestServer]> {
    const env = {
      PARLEY_DATABASE_URL: await mariadb.createDatabase(database),
      PARLEY_PUSH_ALLOW: '127.0.0.0/8',
      PARLEY_THROTTLE_FACTOR: '1000',
      PARLEY_DEMO: 'off',
    }
    const nodes: [TestServer, TestServer] = [createServerProcess({ env }), createServerProcess({ env })]
    await Promise.all(nodes.map((node) => node.start()))
    return nodes
  }

  /** What has arrived there, with the ids that the publishers gave. */
  const at = (path: string): Push[] =>
    receiver.pushes
      .filter((push) => push.path === path)
      .map((push) => ({ ...push, id: String(JSON.parse(push.body).id) }))

  const rule = (on: TestServer, bus: string, name: string, settings: object = {}) =>
    createApi(on).rule(name, `${receiver.url}/${bus}/${name}`, {}, { bus, ...settings })

  test.concurrent('what is put at both at once reaches each target once, in order per meeting where asked', async () => {
    await newBus(a, 'both')
    await rule(a, 'both', 'plain')
    await rule(b, 'both', 'ordered', { order: 'meeting' })
    const put = async (on: TestServer, node: string): Promise<void> => {
      for (let round = 0; round < 20; round += 1)
        await publish(on, 'both', someEvents(AT_ONCE, `${node}${round}`))
    }
    await Promise.all([put(a, 'a'), put(b, 'b')])
    const known = await logged(b, 'both')
    expect(known).toHaveLength(40 * AT_ONCE)
    for (const path of ['/both/plain', '/both/ordered']) {
      await eventually(() => new Set(ids(at(path))).size >= known.length, {
        withinMs: 30_000,
        what: `all of ${path}`,
        seen: () => at(path).length,
      })
      expect(ids(at(path)).sort(), `${path}: each once`).toEqual(ids(known).sort())
    }
    expect(byMeeting(ids(at('/both/ordered')), known)).toEqual(byMeeting(ids(known), known))
    for (const node of [a, b]) expect(await attempts(node), 'both nodes send').toBeGreaterThan(0)
  })

  test.concurrent('a rule made at one holds for what is put at the other right after the answer', async () => {
    await newBus(a, 'rules')
    for (let no = 0; no < 4; no += 1) {
      const [maker, other] = no % 2 === 0 ? [a, b] : [b, a]
      await rule(maker, 'rules', `r${no}`)
      await publish(other, 'rules', [{ id: `e${no}`, meeting: '' }])
      for (let made = 0; made <= no; made += 1)
        await eventually(() => ids(at(`/rules/r${made}`)).includes(`e${no}`), {
          withinMs: 15_000,
          what: `e${no} at r${made}`,
        })
    }
    expect(ids(at('/rules/r0'))).toEqual(['e0', 'e1', 'e2', 'e3'])
    expect(ids(at('/rules/r3'))).toEqual(['e3'])
  })

  test.concurrent('the live feed of one tells what is put at the other', async () => {
    await newBus(a, 'feed')
    const abort = new AbortController()
    const told: string[] = []
    const following = (async () => {
      const cursor = { after: await lastCursor(b), signal: abort.signal }
      for await (const one of events<string>({ url: b.url, key: API_KEY, bus: 'feed', ...cursor }))
        if (one.is === 'event') told.push(one.event.id)
    })().catch((error: unknown) => {
      if (!abort.signal.aborted) throw error
    })
    const put = someEvents(30, 'f')
    for (const event of put) await publish(put.indexOf(event) % 2 === 0 ? a : b, 'feed', [event])
    await eventually(() => told.length >= put.length, { withinMs: 15_000, seen: () => told })
    expect(told).toEqual(ids(put))
    abort.abort()
    await following
  })

  test.concurrent('a pause asked of one stops both, and what they claimed ahead; resumed at the other, all goes out', async () => {
    const path = '/pause/slow'
    await newBus(a, 'pause')
    const { targetId } = await rule(a, 'pause', 'slow', { concurrency: 8 })
    const quick = 40
    reactions.set(path, () => ({ afterMs: at(path).length <= quick ? 20 : 4_000 }))
    await Promise.all([publish(a, 'pause', someEvents(60, 'a')), publish(b, 'pause', someEvents(60, 'b'))])
    await eventually(() => at(path).length > quick + 2, { withinMs: 15_000 })
    await sleep(300)
    expect((await createApi(a).call('POST', `/targets/${targetId}/pause`, { body: {} })).status).toBe(200)
    const pausedAt = Date.now()
    await sleep(4_000 + POLL_MS)
    const late = at(path).map((push) => push.at - pausedAt)
    expect(late.filter((ms) => ms > POLL_MS + LATE_MS)).toEqual([])
    expect(late.length).toBeLessThan(120)
    reactions.delete(path)
    expect((await createApi(b).call('POST', `/targets/${targetId}/resume`, { body: {} })).status).toBe(200)
    await eventually(() => at(path).length >= 120, { withinMs: 20_000, what: 'the rest' })
    expect(new Set(ids(at(path))).size).toBe(120)
    expect(at(path)).toHaveLength(120)
  })

  test.concurrent('past an open breaker both together send one attempt every 30 s', async () => {
    const path = '/breaker/failing'
    await newBus(a, 'breaker')
    const { targetId } = await rule(a, 'breaker', 'failing', { retry: 'EXPONENTIAL_DECAY_RETRY' })
    reactions.set(path, () => ({ status: 503 }))
    await Promise.all([
      publish(a, 'breaker', someEvents(30, 'a')),
      publish(b, 'breaker', someEvents(30, 'b')),
    ])
    type Target = { health: { breakerUntil: string | null } }
    const opened = async () =>
      (await createApi(b).call<Target>('GET', `/targets/${targetId}`)).json.health.breakerUntil
    const openedAt = Date.parse(await eventually(opened, { withinMs: 15_000 })) - PROBE_MS
    await sleep(openedAt + PROBE_MS + POLL_MS + LATE_MS - Date.now())
    const probes = at(path).filter((push) => push.at > openedAt + POLL_MS + LATE_MS)
    expect(probes.map((push) => Math.floor((push.at - openedAt) / PROBE_MS))).toEqual([1])
    reactions.delete(path)
    await createApi(a).call('POST', `/targets/${targetId}/resume`, { body: {} })
    await allDelivered(b, 'breaker', 10_000)
    expect(new Set(ids(at(path))).size).toBe(60)
  })

  test.concurrent('one is killed while both send: the other sends all of it and goes on with the replay', async () => {
    const nodes = await startNodes('killed')
    try {
      await killOneOf(nodes)
    } finally {
      await Promise.all(nodes.map((node) => node.dispose()))
    }
  })

  async function killOneOf(nodes: [TestServer, TestServer]): Promise<void> {
    const [one, other] = nodes
    await newBus(one, 'kill')
    const { targetId } = await rule(one, 'kill', 'replayed')
    const old = someEvents(60, 'old')
    await publish(other, 'kill', old)
    await eventually(() => at('/kill/replayed').length === old.length, { withinMs: 15_000 })
    await rule(one, 'kill', 'plain')
    await rule(other, 'kill', 'ordered', { order: 'meeting' })

    const ratePerSecond = 10
    const replayed = () => at('/kill/replayed').filter(({ headers }) => 'x-parley-replay' in headers)
    const before = await Promise.all(nodes.map(attempts))
    const from = new Date(Date.now() - 60_000).toISOString()
    const begunAt = Date.now()
    const body = { target: targetId, from, ratePerSecond }
    expect((await createApi(one).call('POST', '/replays', { body })).status).toBe(202)
    await eventually(() => replayed().length >= 15, { withinMs: 15_000 })
    const after = await Promise.all(nodes.map(attempts))
    // Whoever moves the replay on sends most of it.
    const oneMade = (after[0] ?? 0) - (before[0] ?? 0)
    const [dead, alive] = oneMade > (after[1] ?? 0) - (before[1] ?? 0) ? [one, other] : [other, one]

    const acknowledged: string[] = []
    let stopping = false
    const drive = async (on: TestServer, node: string): Promise<void> => {
      for (let no = 0; !stopping; no += 1) {
        const events = someEvents(5, `${node}${no}`)
        try {
          await publish(on, 'kill', events)
        } catch (error) {
          if (on === dead) return
          throw error
        }
        acknowledged.push(...ids(events))
      }
    }
    const driving = Promise.all([drive(dead, 'dead'), drive(alive, 'alive')])
    await sleep(1_000)
    await dead.kill()
    await sleep(1_000)
    stopping = true
    await driving

    const known = await logged(alive, 'kill')
    expect(ids(known), 'everything that was acknowledged').toEqual(expect.arrayContaining(acknowledged))
    const fresh = known.filter(({ id }) => !id.startsWith('old'))
    for (const name of ['plain', 'ordered']) {
      const arrived = () => ids(at(`/kill/${name}`))
      await eventually(() => new Set(arrived()).size >= fresh.length, {
        withinMs: LAPSED_WITHIN_MS,
        what: `all of ${name}`,
        seen: () => `${new Set(arrived()).size} of ${fresh.length}`,
      })
      expect([...new Set(arrived())].sort(), `${name}: none invented`).toEqual(ids(fresh).sort())
      // At most what the dead had under way and not kept.
      expect(arrived().length - fresh.length, `${name}: few twice`).toBeLessThan(64)
    }
    expect(byMeeting(ids(at('/kill/ordered')), fresh)).toEqual(byMeeting(ids(fresh), fresh))
    await eventually(() => new Set(ids(replayed())).size === old.length, { withinMs: LAPSED_WITHIN_MS })
    await allDelivered(alive, 'kill', LAPSED_WITHIN_MS)
    // One at once on each node, and one by whoever took over; the rest at the rate, also while both looked.
    const first = new Map(
      replayed()
        .reverse()
        .map((push) => [push.id, push.at]),
    )
    const times = [...first.values()].sort((left, right) => left - right)
    const tooEarly = times.filter((time, no) => no + 1 > ((time - begunAt) / 1_000) * ratePerSecond + 4)
    expect(tooEarly.map((time) => time - begunAt)).toEqual([])
  }
})

const ids = (all: readonly { id: string }[]): string[] => all.map(({ id }) => id)

/** Of four meetings. */
function someEvents(count: number, name: string): Published[] {
  return Array.from({ length: count }, (_, no) => ({ id: `${name}-${no}`, meeting: `m${no % 4}` }))
}

async function newBus(on: TestServer, name: string): Promise<void> {
  expect((await createApi(on).call('POST', '/buses', { body: { name } })).status).toBe(201)
}

async function publish(on: TestServer, bus: string, events: readonly Published[]): Promise<void> {
  for (let from = 0; from < events.length; from += AT_ONCE) {
    const body = events.slice(from, from + AT_ONCE).map(({ id, meeting }) => ({
      specversion: '1.0',
      id,
      source: 'urn:story',
      type: 'story',
      data: { meetingUUID: meeting },
    }))
    const { status, text } = await createApi(on).call('POST', '/events', { query: { bus }, body })
    expect(status, text).toBe(202)
  }
}

async function lastCursor(on: TestServer): Promise<string> {
  for (let after = ''; ; ) {
    const query = { limit: 1_000, ...(after === '' ? {} : { after }) }
    const { json } = await createApi(on).call<Page>('GET', '/events', { query })
    after = json.next
    if (json.data.length === 0) return after
  }
}

/** What the log holds of a bus, in its order. */
async function logged(on: TestServer, bus: string): Promise<Published[]> {
  return (await createApi(on).events()).flatMap(({ type, data }) => {
    if (type !== 'EventPut' || data.bus !== bus) return []
    const event = data.event as { id: string; data: { meetingUUID: string } }
    return [{ id: event.id, meeting: event.data.meetingUUID }]
  })
}

/** Ids of each meeting, in the order in which each was seen first. */
function byMeeting(seen: readonly string[], known: readonly Published[]): Record<string, string[]> {
  const meetings = new Map(known.map(({ id, meeting }) => [id, meeting]))
  const lines: Record<string, string[]> = {}
  for (const id of new Set(seen)) {
    const meeting = meetings.get(id) ?? 'unknown'
    lines[meeting] = [...(lines[meeting] ?? []), id]
  }
  return lines
}

async function allDelivered(on: TestServer, bus: string, withinMs: number): Promise<void> {
  const pending = () => createApi(on).deliveries({ bus, status: 'pending' })
  await eventually(async () => (await pending()).length === 0, { withinMs, what: `the end of ${bus}` })
}

/** How many this node has made. */
async function attempts(on: TestServer): Promise<number> {
  const { text } = await send(`${on.url}/metrics`)
  const lines = [...text.matchAll(/^parley_push_attempts_total\{.*\} (\d+)/gm)]
  return lines.reduce((sum, [, count]) => sum + Number(count), 0)
}
