import { connect, type Socket } from 'node:net'
import { type LogEntry, type News, Refusal } from '@parley/core'
import { FakeClock } from '@parley/core/memory'
import { pino } from 'pino'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createHttp } from '#http/create-http.ts'
import { writeCursor } from '../cursor.ts'
import { problemOf, sendProblem } from '../problem.ts'
import { MOST_STREAMS, streamRoutes } from './routes.ts'

/** The route behind a real HTTP server, over a log of bare positions. */
async function house(count = 3, { padding = '' }: { padding?: string } = {}) {
  const stored = Array.from({ length: count }, (_, at) => ({ position: at + 1 }) as LogEntry)
  let tell: (news: News) => void = () => {}
  const errors: unknown[] = []
  let encoded = 0
  const app = createHttp({
    config: { PARLEY_TRUST_PROXY: false } as Parameters<typeof createHttp>[0]['config'],
    log: pino({ level: 'silent' }),
    tls: null,
  })
  app.setErrorHandler((error, _request, reply) => {
    const problem = problemOf(error)
    if (!problem) errors.push(error)
    const { retryAfterMs } = (error as Refusal).details ?? {}
    if (retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(retryAfterMs / 1_000))
    return problem ? sendProblem(reply, problem) : reply.code(500).send()
  })
  await app.register(async (inner) =>
    streamRoutes(inner, {
      entries: async ({ after, limit }) => stored.filter(({ position }) => position > after).slice(0, limit),
      lastPosition: async () => stored.length,
      onNews(listener) {
        tell = listener
        return () => {}
      },
      hasBus: async (name) => name === 'parley' || name === 'other',
      outside: (bus, { position }) => ({
        id: `${position}`,
        source: bus,
        type: 't',
        time: 0,
        orderKey: null,
      }),
      filter(_bus, pattern) {
        if (pattern === '{}') return () => true
        if (pattern !== '{"id":["2"]}')
          throw new Refusal('invalid', 'no', { path: '/type/0', rule: 'must be a string' })
        return ({ id }) => id === '2'
      },
      encode({ id, source }) {
        encoded += 1
        return JSON.stringify({ id, source, ...(padding ? { padding } : {}) })
      },
      clock: new FakeClock(),
      onError: (error) => errors.push(error),
    }),
  )
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  onTestFinished(() => app.close())
  onTestFinished(() => expect(errors).toEqual([]))
  const sockets: Socket[] = []
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
  })

  /** Sends a request as it is, and collects what comes back. */
  function ask(path: string, headers = '', method = 'GET') {
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    sockets.push(socket)
    let text = ''
    socket.setEncoding('utf8').on('data', (part: string) => {
      text += part
    })
    const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()))
    socket.write(`${method} /events/stream${path} HTTP/1.1\r\nhost: x\r\n${headers}\r\n`)
    return {
      socket,
      ended,
      text: () => text,
      async until(wanted: string | RegExp): Promise<string> {
        for (let turn = 0; turn < 300 && !text.match(wanted); turn += 1)
          await new Promise((resolve) => setTimeout(resolve, 10))
        expect(text).toMatch(wanted)
        return text
      },
    }
  }
  return {
    app,
    ask,
    encoded: () => encoded,
    append() {
      stored.push({ position: stored.length + 1 } as LogEntry)
      tell({} as News)
    },
  }
}

describe('GET /events/stream', () => {
  it('begins now, or behind a cursor; Last-Event-ID goes before ?after', async () => {
    const { ask, append } = await house()
    const now = ask('')
    const after = ask(`?after=${writeCursor('position', 1)}`)
    const both = ask(
      `?after=${writeCursor('position', 1)}`,
      `last-event-id: ${writeCursor('position', 2)}\r\n`,
    )
    const head = await now.until(`: at ${writeCursor('position', 3)}`)
    expect(head).toMatch(/^HTTP\/1\.1 200 /)
    expect(head).toContain('content-type: text/event-stream; charset=utf-8')
    expect(head).toContain('cache-control: no-store, no-transform')
    append()
    const idsOf = async (stream: typeof now) =>
      [...(await stream.until('"id":"4"')).matchAll(/data: \{"id":"(\d)"/g)].map(([, id]) => id)
    expect(await idsOf(now)).toEqual(['4'])
    expect(await idsOf(after)).toEqual(['2', '3', '4'])
    expect(await idsOf(both)).toEqual(['3', '4'])
  })

  it('is of one bus and of what matches', async () => {
    const { ask } = await house()
    const filtered = ask(
      `?bus=other&pattern=${encodeURIComponent('{"id":["2"]}')}&after=${writeCursor('position', 0)}`,
    )
    expect(await filtered.until('data:')).toContain('{"id":"2","source":"other"}')
    expect(filtered.text()).not.toContain('"id":"1"')
  })

  it('tells a reader from another log so, and begins now', async () => {
    const { ask, append } = await house()
    const reader = ask('', `last-event-id: ${writeCursor('position', 99)}\r\n`)
    const end = writeCursor('position', 3)
    await reader.until(`id: ${end}\nevent: reset\ndata: {"reason":"unknown","after":"${end}"}\n\n`)
    append()
    await reader.until('"id":"4"')
  })

  it.each([
    ['?after=x', '', '?after'],
    [`?after=${writeCursor('delivery', 1)}`, '', '?after'],
    ['', 'last-event-id: 12\r\n', '?after'],
    ['?bus=none', '', '?bus'],
    ['?pattern=%7B%22type%22%3A%5B1%5D%7D', '', '?pattern/type/0'],
    ['?surprise=1', '', '?'],
  ])('refuses %s%s and names the spot', async (path, headers, pointer) => {
    const { ask } = await house()
    const text = await ask(path, headers).until(/\}$/)
    expect(text).toMatch(/^HTTP\/1\.1 400 /)
    expect(text).toContain('application/problem+json')
    expect(text).toContain(`"pointer":"${pointer}"`)
  })

  it('answers HEAD without opening a stream', async () => {
    const { ask } = await house()
    expect(await ask('', 'connection: close\r\n', 'HEAD').until('\r\n\r\n')).toContain('text/event-stream')
  })

  it('keeps nothing for a reader who does not read, and tells it everything when it does', async () => {
    const count = 8_000
    const { ask, encoded } = await house(count, { padding: 'x'.repeat(4_096) })
    const reader = ask(`?after=${writeCursor('position', 0)}`)
    await reader.until('"id":"1"')
    reader.socket.pause()
    let before = -1
    while (before !== encoded()) {
      before = encoded()
      await new Promise((resolve) => setTimeout(resolve, 300))
    }
    // What the kernel holds between two sockets of one machine, and a page: 13 MB were seen; 32 MB would be all.
    expect(before).toBeLessThan(count / 2)
    reader.socket.resume()
    await reader.until(`"id":"${count}"`)
    const ids = [...reader.text().matchAll(/data: \{"id":"(\d+)"/g)].map(([, id]) => Number(id))
    expect(ids).toEqual(Array.from({ length: count }, (_, at) => at + 1))
  }, 20_000)

  it(`serves ${MOST_STREAMS} readers, tells the next one when to come back, and lets it in when one has left`, async () => {
    const { ask } = await house()
    const readers = Array.from({ length: MOST_STREAMS }, () => ask(''))
    await Promise.all(readers.map((reader) => reader.until(': at ')))
    const refused = await ask('').until(/\}$/)
    expect(refused).toMatch(/^HTTP\/1\.1 429 /)
    expect(refused).toMatch(/^retry-after: 10\r$/m)
    readers[17]!.socket.destroy()
    for (let turn = 0; turn < 100; turn += 1) {
      const again = ask('')
      if ((await again.until(/ 200 | 429 /)).includes(' 200 ')) return
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    expect.unreachable('the place was not given free')
  })

  it('says goodbye when the server closes, to each at another moment', async () => {
    const { app, ask } = await house()
    const readers = [ask(''), ask(''), ask('')]
    await Promise.all(readers.map((reader) => reader.until(': at ')))
    const begun = performance.now()
    await app.close()
    await Promise.all(readers.map(({ ended }) => ended))
    expect(performance.now() - begun).toBeLessThan(3_000)
    const waits = readers.map(({ text }) => Number(/^retry: (\d+)$/m.exec(text())?.[1]))
    for (const wait of waits) expect(wait).toBeGreaterThanOrEqual(1_000)
    expect(new Set(waits).size).toBe(3)
  })
})
