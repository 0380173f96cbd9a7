import { describe, expect, expectTypeOf, it } from 'vitest'
import { createFakeStreams } from '../testing/fake-stream.ts'
import { type EventsOptions, events, type Told } from './events.ts'

const OPTIONS = { url: 'https://meet.example.org', key: 'parley_k' }

const frame = (cursor: string, id: string) =>
  `id: ${cursor}\nevent: io.parley.LockChanged.v1\ndata: ${JSON.stringify({ specversion: '1.0', id, source: 'urn:parley', type: 'io.parley.LockChanged.v1', data: { locked: true } })}\n\n`

function start(options: Partial<EventsOptions> = {}) {
  const streams = createFakeStreams()
  const lost: number[] = []
  const iterator = events<string>({
    ...OPTIONS,
    ...options,
    platform: streams.platform,
    onReconnect: ({ waitMs }) => lost.push(waitMs),
  })[Symbol.asyncIterator]()
  const next = (): Promise<IteratorResult<Told>> => iterator.next()
  const reconnected = async () => {
    await until(() => lost.length > 0)
    streams.advance(lost.shift()!)
    return streams.next()
  }
  return { streams, iterator, next, lost, reconnected }
}

/** Lets everything run that needs no time. */
async function until(done: () => boolean): Promise<void> {
  for (let turn = 0; turn < 200 && !done(); turn += 1) await new Promise((resolve) => setImmediate(resolve))
  expect(done()).toBe(true)
}

describe('events()', () => {
  it('asks with key, bus and pattern, and yields each event with its cursor', async () => {
    const { streams, next } = start({ bus: 'default', pattern: { type: [{ prefix: 'a' }] }, after: 'c0' })
    const first = next()
    const connection = await streams.next()
    expect(connection.url.pathname).toBe('/api/v1/events/stream')
    expect(Object.fromEntries(connection.url.searchParams)).toEqual({
      bus: 'default',
      pattern: '{"type":[{"prefix":"a"}]}',
    })
    expect(connection.headers).toEqual({
      accept: 'text/event-stream',
      authorization: 'Bearer parley_k',
      'last-event-id': 'c0',
    })
    connection.accept()
    // Cut anywhere, letters of two bytes too.
    const bytes = `: hello\n\n${frame('c1', 'ä')}${frame('c2', 'b')}`
    for (const letter of bytes) connection.send(letter)
    expect((await first).value).toMatchObject({ is: 'event', cursor: 'c1', event: { id: 'ä' } })
    expect((await next()).value).toMatchObject({ is: 'event', cursor: 'c2', event: { id: 'b' } })
  })

  it('ends at an answer that is no event stream: it would be asked for without end', async () => {
    for (const type of ['text/html', 'application/json', 'text/event-streams']) {
      const { streams, next } = start()
      const first = next()
      ;(await streams.next()).refuse(200, {}, { 'content-type': type })
      await expect(first).rejects.toMatchObject({
        name: 'EventsError',
        message: expect.stringContaining('no event stream'),
      })
    }
  })

  it('goes on behind the last event after a cut, an end and a failure', async () => {
    const { streams, next, reconnected } = start()
    const first = next()
    const one = await streams.next()
    expect(one.headers).not.toHaveProperty('last-event-id')
    one.accept()
    one.send(frame('c1', 'a'))
    await first
    const second = next()
    // Half an event is none.
    one.send(frame('c2', 'b').slice(0, 30))
    one.cut()
    const two = await reconnected()
    expect(two.headers['last-event-id']).toBe('c1')
    two.fail()
    const three = await reconnected()
    expect(three.headers['last-event-id']).toBe('c1')
    three.accept()
    three.send(frame('c2', 'b'))
    expect((await second).value).toMatchObject({ cursor: 'c2', event: { id: 'b' } })
    const third = next()
    three.end()
    const four = await reconnected()
    expect(four.headers['last-event-id']).toBe('c2')
    four.accept()
    four.send(frame('c3', 'c'))
    expect((await third).value).toMatchObject({ cursor: 'c3' })
  })

  it('has a place to go on from before the first event, and moves it while nothing matches', async () => {
    const { streams, next, reconnected } = start()
    void next()
    const one = await streams.next()
    one.accept()
    one.send(': at c7\nid: c7\n\n')
    await until(() => one.asked)
    one.cut()
    const two = await reconnected()
    expect(two.headers['last-event-id']).toBe('c7')
    two.accept()
    two.send(': at c7\nid: c7\n\n: at c9\nid: c9\n\n')
    await until(() => two.asked)
    two.cut()
    expect((await reconnected()).headers['last-event-id']).toBe('c9')
  })

  it('tells a reset and goes on from where it says', async () => {
    const { streams, next, reconnected } = start({ after: 'gone' })
    const first = next()
    const one = await streams.next()
    one.accept()
    one.send('id: c5\nevent: reset\ndata: {"reason":"too-old","after":"c5"}\n\n')
    expect((await first).value).toEqual({ is: 'reset', reason: 'too-old', cursor: 'c5' })
    void next()
    one.cut()
    expect((await reconnected()).headers['last-event-id']).toBe('c5')
  })

  it('waits longer each time, with full jitter, and from the beginning after a real recovery', async () => {
    const { streams, next, lost } = start()
    streams.chance(0.999)
    void next()
    const waits: number[] = []
    for (let attempt = 0; attempt < 7; attempt += 1) {
      const connection = await streams.next()
      // A connection that is greeted and cut has recovered nothing.
      if (attempt === 3) {
        connection.accept()
        connection.send(': at c1\nid: c1\n\n')
      } else connection.fail()
      if (attempt === 3) {
        await until(() => connection.asked)
        connection.cut()
      }
      await until(() => lost.length > 0)
      waits.push(Math.round(lost[0]!))
      streams.advance(lost.shift()!)
    }
    expect(waits).toEqual([500, 999, 1998, 3996, 7992, 14985, 14985])
    const recovered = await streams.next()
    recovered.accept()
    recovered.send(`: at c1\nid: c1\n\n${frame('c2', 'b')}`)
    void next()
    await until(() => recovered.asked)
    recovered.cut()
    await until(() => lost.length > 0)
    expect(Math.round(lost[0]!)).toBe(500)
    // Chance 0: at once, so that not all come in the same moment.
    streams.advance(lost.shift()!)
    streams.chance(0)
    const again = await streams.next()
    again.fail()
    await until(() => lost.length > 0)
    expect(lost).toEqual([0])
  })

  it('comes no sooner than the server asks: `retry` of its farewell, `Retry-After` of a refusal', async () => {
    const { streams, next, lost } = start()
    streams.chance(0)
    void next()
    const one = await streams.next()
    one.accept()
    one.send('retry: 2500\n\n')
    one.end()
    await until(() => lost.length > 0)
    expect(lost).toEqual([2_500])
    streams.advance(lost.shift()!)
    const two = await streams.next()
    two.refuse(429, { code: 'too-many' }, { 'retry-after': '7' })
    await until(() => lost.length > 0)
    expect(lost).toEqual([7_000])
    streams.advance(lost.shift()!)
    const three = await streams.next()
    three.refuse(503, 'no JSON of a proxy')
    await until(() => lost.length > 0)
    expect(lost).toEqual([0])
  })

  it.each([
    [401, { code: 'unauthenticated', detail: 'there is no such API key' }],
    [400, { code: 'invalid', detail: '?pattern/type: must be an array' }],
    [404, { code: 'not-found', title: 'Not found' }],
    [204, {}],
  ])('ends with an error when the server says %i', async (status, problem) => {
    const { streams, next } = start()
    const first = next()
    const one = await streams.next()
    one.refuse(status, problem)
    await expect(first).rejects.toMatchObject({
      name: 'EventsError',
      status,
      code: (problem as { code?: string }).code ?? '',
    })
    expect((await next()).done).toBe(true)
    expect(streams.waits()).toEqual([])
  })

  it('takes a connection that says nothing for three heartbeats for dead, but not while its own reader is busy', async () => {
    const { streams, next, lost, reconnected } = start()
    const first = next()
    const one = await streams.next()
    one.accept()
    streams.advance(44_000)
    one.send(frame('c1', 'a'))
    await first
    // The reader works on it for an hour; nobody else is blamed for the silence.
    streams.advance(3_600_000)
    expect(lost).toEqual([])
    void next()
    await until(() => streams.waits().length > 0)
    streams.advance(45_000)
    expect((await reconnected()).headers['last-event-id']).toBe('c1')
    await one.closed
  })

  it('takes nothing from the network before it is asked for', async () => {
    const { streams, next } = start()
    const first = next()
    const one = await streams.next()
    one.accept()
    one.send(frame('c1', 'a'))
    await first
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve))
    expect(one.asked).toBe(false)
    for (let at = 2; at < 500; at += 1) one.send(frame(`c${at}`, 'a'))
    for (let at = 2; at < 500; at += 1) expect((await next()).value).toMatchObject({ cursor: `c${at}` })
  })

  it('ends quietly by its signal: while connected, while waiting, before the start', async () => {
    const abort = new AbortController()
    const { streams, next } = start({ signal: abort.signal })
    const first = next()
    const one = await streams.next()
    one.accept()
    abort.abort()
    expect(await first).toEqual({ done: true, value: undefined })
    await one.closed
    expect(streams.waits()).toEqual([])

    const later = new AbortController()
    const waiting = start({ signal: later.signal })
    const second = waiting.next()
    ;(await waiting.streams.next()).fail()
    await until(() => waiting.lost.length > 0)
    later.abort()
    expect((await second).done).toBe(true)
    expect(waiting.streams.waits()).toEqual([])
    expect((await start({ signal: AbortSignal.abort() }).next()).done).toBe(true)
  })

  it('lets go of the connection when the reader leaves the loop', async () => {
    const { streams, next, iterator } = start()
    const first = next()
    const one = await streams.next()
    one.accept()
    one.send(frame('c1', 'a'))
    await first
    await iterator.return?.()
    await one.closed
    expect(streams.waits()).toEqual([])
  })

  it('knows the types of the bus it reads', () => {
    type OnParley = Extract<Awaited<ReturnType<typeof one>>, { is: 'event' }>['event']
    type Locked = Extract<OnParley, { type: 'io.parley.LockChanged.v1' }>
    expectTypeOf<Locked['data']>().toEqualTypeOf<{ locked: boolean }>()
    // What is sealed never leaves the server, so no type promises it.
    type Scheduled = Extract<OnParley, { type: 'io.parley.ConferenceScheduled.v1' }>
    expectTypeOf<keyof Scheduled['data']>().toEqualTypeOf<
      'title' | 'plan' | 'owner' | 'settings' | 'people' | 'nextRunId'
    >()
    async function one() {
      for await (const told of events(OPTIONS)) return told
      throw new Error('never ends')
    }
  })
})
