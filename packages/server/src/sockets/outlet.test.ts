import { createServer, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { frame } from './frame.ts'
import { Lane } from './lane.ts'
import { createOutlet, SocketOutlet } from './outlet.ts'
import { createPace, type Pace } from './pace.ts'

/** Both ends of sockets on loopback. */
class Ends {
  private readonly server: Server = createServer()
  private readonly sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })

  async open(): Promise<void> {
    this.server.on('upgrade', (request, socket, head) => {
      this.sockets.handleUpgrade(request, socket, head, (one) =>
        this.sockets.emit('connection', one, request),
      )
    })
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve))
  }

  async pair(): Promise<{ ours: WebSocket; theirs: WebSocket; got: string[]; stream: Socket }> {
    const accepted = new Promise<WebSocket>((resolve) => this.sockets.once('connection', resolve))
    const theirs = new WebSocket(`ws://127.0.0.1:${(this.server.address() as AddressInfo).port}`)
    const got: string[] = []
    theirs.on('message', (data) => got.push(String(data)))
    const ours = await accepted
    ours.on('error', () => {})
    await new Promise((resolve) => theirs.once('open', resolve))
    return { ours, theirs, got, stream: (ours as unknown as { _socket: Socket })._socket }
  }

  async close(): Promise<void> {
    for (const one of this.sockets.clients) one.terminate()
    await new Promise((resolve) => this.server.close(resolve))
  }
}

/** Resolves when the other end has answered: whatever was written before has arrived. */
async function arrived(ours: WebSocket): Promise<void> {
  await new Promise<void>((resolve) => {
    ours.on('pong', (data) => {
      if (String(data) === 'arrived') resolve()
    })
    // Behind what the end of this turn and of the next one write.
    setImmediate(() => setImmediate(() => ours.ping('arrived')))
  })
}

/** Gathers over a turn instead of over milliseconds: nothing here waits for a clock. */
const turnPace = (): Pace => createPace({ after: (_ms, run) => void setImmediate(run) })

const LIMITS = { maxBytes: 100_000, maxFrames: 50, onOverflow: () => {} }

describe('an outlet', () => {
  let ends: Ends
  beforeEach(async () => {
    ends = new Ends()
    await ends.open()
  })
  afterEach(() => ends.close())

  it('writes the frames of one turn at once, in order', async () => {
    const { ours, got, stream } = await ends.pair()
    const outlet = createOutlet(ours, { ...LIMITS, pace: turnPace() })
    let writes = 0
    const write = stream.write.bind(stream)
    stream.write = ((...args: Parameters<typeof write>) => {
      writes += 1
      return write(...args)
    }) as typeof stream.write
    for (let at = 0; at < 20; at++) outlet.send(frame(`${at}`))
    expect(outlet.waiting.frames).toBe(20)
    await arrived(ours)
    expect(got).toEqual(Array.from({ length: 20 }, (_, at) => `${at}`))
    // One for the frames; `ws` writes the ping of this test itself.
    expect(writes).toBeLessThanOrEqual(3)
    expect(outlet.waiting).toEqual({ bytes: 0, frames: 0 })
  })

  it('never mixes its frames with control frames', async () => {
    const { ours, theirs, got } = await ends.pair()
    const outlet = createOutlet(ours, { ...LIMITS, pace: turnPace() })
    const errors: unknown[] = []
    theirs.on('error', (error) => errors.push(error))
    let pings = 0
    theirs.on('ping', () => pings++)
    for (let at = 0; at < 300; at++) {
      outlet.send(frame('y'.repeat(1 + ((at * 37) % 900))))
      if (at % 3 === 0) ours.ping(`p${at}`)
      if (at % 7 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    await arrived(ours)
    expect(errors).toEqual([])
    expect(got).toHaveLength(300)
    expect(pings).toBe(101)
  })

  it('passes a single frame larger than all that may wait', async () => {
    const { ours, got } = await ends.pair()
    let overflows = 0
    const outlet = createOutlet(ours, { ...LIMITS, pace: turnPace(), onOverflow: () => overflows++ })
    outlet.send(frame('z'.repeat(300_000)))
    outlet.send(frame('next'))
    await arrived(ours)
    expect([overflows, got.length, got[1]]).toEqual([0, 2, 'next'])
  })

  it('says once that a socket does not read, drops, and says when it reads again', async () => {
    const { ours, theirs, got } = await ends.pair()
    let overflows = 0
    let drained = 0
    let outlet = createOutlet(ours, { ...LIMITS, pace: turnPace() })
    const back = new Promise<void>((resolve) => {
      outlet = createOutlet(ours, {
        ...LIMITS,
        pace: turnPace(),
        onOverflow: () => overflows++,
        onDrained: () => {
          drained += 1
          outlet.send(frame('back'))
          resolve()
        },
      })
    })
    theirs.pause()
    for (let at = 0; at < 4_000; at++) {
      outlet.send(frame(`${at} ${'x'.repeat(10_000)}`))
      if (at % 50 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    expect([overflows, drained, outlet.behind]).toEqual([1, 0, true])
    expect(outlet.waiting.frames).toBeGreaterThan(0)
    theirs.resume()
    await back
    await arrived(ours)
    expect([overflows, drained, outlet.behind]).toEqual([1, 1, false])
    expect(got.at(-1)).toBe('back')
    // What arrived is what was sent, from the first on, without a hole.
    const numbers = got.slice(0, -1).map((text) => Number(text.split(' ')[0]))
    expect(numbers).toEqual(numbers.map((_, at) => at))
  })

  it('writes what waits before it closes, and nothing after', async () => {
    const { ours, theirs, got } = await ends.pair()
    const outlet = createOutlet(ours, { ...LIMITS, pace: turnPace() })
    const closed = new Promise<[number, string]>((resolve) =>
      theirs.once('close', (code, reason) => resolve([code, String(reason)])),
    )
    outlet.send(frame('last'))
    outlet.close(1000, 'over')
    outlet.send(frame('too late'))
    expect(await closed).toEqual([1000, 'over'])
    expect(got).toEqual(['last'])
  })

  it('lets go of a socket that was cut', async () => {
    const { ours, theirs } = await ends.pair()
    const outlet = createOutlet(ours, { ...LIMITS, pace: turnPace() })
    const gone = new Promise((resolve) => ours.once('close', resolve))
    theirs.terminate()
    await gone
    outlet.send(frame('x'))
    outlet.close(1000, 'over')
    outlet.terminate()
    expect(outlet.waiting).toEqual({ bytes: 0, frames: 0 })
  })
})

describe('a lane', () => {
  let ends: Ends
  beforeEach(async () => {
    ends = new Ends()
    await ends.open()
  })
  afterEach(() => ends.close())

  async function follower(pace = turnPace()) {
    const ends2 = await ends.pair()
    return { ...ends2, outlet: new SocketOutlet(ends2.ours, { ...LIMITS, pace }) }
  }

  it('gives all the same, each from when it came to when it went, in order with its own', async () => {
    const pace = turnPace()
    const lane = new Lane(pace)
    const [a, b, c] = [await follower(), await follower(), await follower()]
    lane.add(a.outlet)
    lane.publish(frame('1'))
    lane.add(b.outlet)
    lane.publish(frame('2'))
    a.outlet.send(frame('a own'))
    lane.publish(frame('3'))
    lane.remove(b.outlet)
    lane.publish(frame('4'))
    b.outlet.send(frame('b own'))
    lane.add(c.outlet)
    lane.publish(frame('5'))
    await Promise.all([a, b, c].map(({ ours }) => arrived(ours)))
    expect(a.got).toEqual(['1', '2', 'a own', '3', '4', '5'])
    expect(b.got).toEqual(['2', '3', 'b own'])
    expect(c.got).toEqual(['5'])
    expect(lane.size).toBe(2)
  })

  it('keeps order whatever is sent when', async () => {
    const pace = turnPace()
    const lane = new Lane(pace)
    const all = [await follower(pace), await follower(pace), await follower(pace), await follower(pace)]
    const expected = all.map((): string[] => [])
    const inside = new Set<number>()
    let state = 7
    const draw = (below: number): number => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
      return Math.floor((state / 2_147_483_648) * below)
    }
    for (let at = 0; at < 2_000; at++) {
      const who = draw(all.length)
      const one = all[who] as (typeof all)[number]
      const act = draw(10)
      if (act < 5) {
        lane.publish(frame(`${at}`))
        for (const member of inside) expected[member]?.push(`${at}`)
      } else if (act < 8) {
        one.outlet.send(frame(`own ${at}`))
        expected[who]?.push(`own ${at}`)
      } else if (inside.has(who)) {
        lane.remove(one.outlet)
        inside.delete(who)
      } else {
        lane.add(one.outlet)
        inside.add(who)
      }
      if (draw(15) === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    await Promise.all(all.map(({ ours }) => arrived(ours)))
    expect(all.map(({ got }) => got)).toEqual(expected)
  })
})
