import { EventsError, events } from '@parley/client'
import { describe, expect, test } from 'vitest'
import { createApi, type LogEvent } from '../support/api.ts'
import { cuttingProxy } from '../support/cutting-proxy.ts'
import { eventually } from '../support/eventually.ts'
import { follow } from '../support/follow.ts'
import { startedConference } from '../support/huawei-client.ts'
import { guestInside } from '../support/people.ts'
import { API_KEY, serverForAll, serverForTest, type TestServer } from '../support/server.ts'

const MEDIA = { audio: true, video: true }
const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id)

/** A meeting with one guest, muted and unmuted so many times. */
async function meeting(server: TestServer, times: number): Promise<void> {
  const { info, control } = await startedConference(server, { subject: '周会' })
  const guest = await guestInside(server, info.guestJoinUri, 'Li', { media: MEDIA })
  for (let at = 0; at < times; at += 1) {
    await control.mute(guest.memberId, at % 2 === 0 ? 1 : 0)
    await control.lock(at % 2 === 0 ? 1 : 0)
  }
  await guest.conference.leave()
}

async function cursorNow(server: TestServer): Promise<string> {
  let after: string | undefined
  for (;;) {
    const query: Record<string, string> = after === undefined ? {} : { after }
    const { json } = await createApi(server).call<{ data: LogEvent[]; next: string }>('GET', '/events', {
      query,
    })
    after = json.next
    if (json.data.length === 0) return after
  }
}

describe('GET /api/v1/events/stream', () => {
  const server = serverForAll()

  test('tells every event once, in order, with a cursor of the log, though the line is cut at random', {
    timeout: 90_000,
  }, async () => {
    const after = await cursorNow(server)
    const line = await cuttingProxy(server, { mostBytes: 12_000 })
    const broken = follow(line, { after })
    const whole = follow(server, { after })
    await Promise.all([meeting(server, 20), meeting(server, 20), meeting(server, 20)])
    const log = await createApi(server).events(after)
    expect(log.length).toBeGreaterThan(120)
    await whole.atLeast(log.length)
    // Towards the end no more cuts: each costs a wait.
    await eventually(() => line.cuts >= 5 || broken.events.length >= log.length, { withinMs: 30_000 })
    line.heal()
    await broken.atLeast(log.length, { withinMs: 40_000 })
    expect(line.cuts).toBeGreaterThan(0)
    expect(ids(broken.events)).toEqual(ids(log))
    expect(broken.told).toEqual(whole.told)
    expect(whole.losses).toBe(0)
    // A cursor of the stream is one of the list.
    const middle = whole.told[50]!
    expect(ids(await createApi(server).events(middle.cursor))).toEqual(ids(log.slice(51)))
    for (const [at, event] of whole.events.entries()) {
      expect(event).toMatchObject({
        specversion: '1.0',
        source: 'urn:parley',
        type: `io.parley.${log[at]!.type}.v1`,
      })
      expect(event.data).toEqual(log[at]!.data)
      expect(Date.parse(event.time!)).toBe(Date.parse(log[at]!.time))
    }
  })

  test('tells of what matches only, of the bus that was asked for', async () => {
    const after = await cursorNow(server)
    const type = ['io.parley.ParticipantJoined.v1', 'io.parley.ParticipantLeft.v1']
    const some = follow(server, { after, pattern: { type } })
    const cloud = follow(server, { after, bus: 'default' })
    await meeting(server, 2)
    const log = await createApi(server).events(after)
    const wanted = log.filter((event) => type.includes(`io.parley.${event.type}.v1`))
    expect(ids(await some.atLeast(wanted.length))).toEqual(ids(wanted))
    const names = (await cloud.atLeast(6)).map(({ type: name }) => name.split(':').at(-1))
    expect(new Set(names)).toEqual(new Set(['MeetingStateEvent', 'MemberStateEvent', 'MemberOperate']))
  })

  test('begins now without a cursor, and goes on from there though the line was cut before anything had happened', async () => {
    const line = await cuttingProxy(server)
    await meeting(server, 1)
    const before = await cursorNow(server)
    const now = follow(server)
    const broken = follow(line)
    await eventually(() => line.heard.includes(`: at ${before}\n`))
    line.cut()
    await meeting(server, 1)
    const log = await createApi(server).events(before)
    expect(ids(await now.atLeast(log.length))).toEqual(ids(log))
    expect(broken.told).toEqual([])
    line.heal()
    await broken.atLeast(log.length)
    expect(ids(broken.events)).toEqual(ids(log))
  })

  test('refuses a wrong key, bus, pattern or cursor for good, and tells a cursor it does not know', async () => {
    const first = async (options: object) => {
      for await (const told of events<string>({ url: server.url, key: API_KEY, ...options })) return told
      return null
    }
    const refusals: [object, number, string][] = [
      [{ key: 'another' }, 401, 'unauthenticated'],
      [{ bus: 'nowhere' }, 400, 'invalid'],
      [{ pattern: '{"type":"x"}' }, 400, 'invalid'],
      [{ after: 'nonsense' }, 400, 'invalid'],
    ]
    for (const [options, status, code] of refusals) {
      const error = await first(options).catch((reason: unknown) => reason)
      expect(error, JSON.stringify(options)).toBeInstanceOf(EventsError)
      expect(error).toMatchObject({ status, code })
    }
    const end = await cursorNow(server)
    const foreign = Buffer.from('p999999999').toString('base64url')
    expect(await first({ after: foreign })).toEqual({ is: 'reset', reason: 'unknown', cursor: end })
  })
})

describe('GET /api/v1/events/stream over the server’s end', () => {
  test('goes on behind the last event after kill -9 and after an orderly restart', {
    timeout: 90_000,
  }, async () => {
    const server = await serverForTest()
    const after = await cursorNow(server)
    const follower = follow(server, { after })
    await meeting(server, 5)
    await follower.atLeast(5)
    await server.kill()
    await server.start()
    await meeting(server, 5)
    const farewell = await raw(server)
    await server.stop()
    expect(await farewell.text()).toMatch(/^retry: [1-5]\d{3}$/m)
    await server.start()
    await meeting(server, 5)
    const log = await createApi(server).events(after)
    await follower.atLeast(log.length, { withinMs: 40_000 })
    expect(ids(follower.events)).toEqual(ids(log))
    expect(follower.losses).toBeGreaterThanOrEqual(2)
    expect(follower.told.filter(({ is }) => is === 'reset')).toEqual([])
  })
})

async function raw({ url }: TestServer): Promise<Response> {
  const headers = { authorization: `Bearer ${API_KEY}` }
  const answer = await fetch(`${url}/api/v1/events/stream`, { headers })
  expect(answer.status).toBe(200)
  return answer
}
