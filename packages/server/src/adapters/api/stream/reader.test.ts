import { EventEmitter } from 'node:events'
import type { LogEntry, PushEvent } from '@parley/core'
import { FakeClock } from '@parley/core/memory'
import { describe, expect, it } from 'vitest'
import { writeCursor } from '../cursor.ts'
import { DRAIN_MS, HEARTBEAT_MS, type ReaderStart, startReader } from './reader.ts'
import { createTail } from './tail.ts'

class Sink extends EventEmitter {
  readonly frames: string[] = []
  /** How many more frames fit. */
  room = Number.POSITIVE_INFINITY
  state: 'open' | 'ended' | 'destroyed' = 'open'
  write(text: string): boolean {
    expect(this.state).toBe('open')
    this.frames.push(text)
    this.room -= 1
    return this.room > 0
  }
  end(text: string): void {
    this.frames.push(text)
    this.state = 'ended'
  }
  destroy(): void {
    this.state = 'destroyed'
    this.emit('close')
  }
  drain(room: number): void {
    this.room = room
    this.emit('drain')
  }
}

const cursor = (position: number) => writeCursor('position', position)
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

function house(count: number, start: Partial<ReaderStart> = {}) {
  const clock = new FakeClock()
  const sink = new Sink()
  const errors: string[] = []
  let presented = 0
  const stored = Array.from({ length: count }, (_, at) => ({ position: at + 1 }) as LogEntry)
  let tell = (): void => {}
  const tail = createTail({
    entries: async ({ after, limit }) => stored.filter(({ position }) => position > after).slice(0, limit),
    lastPosition: async () => stored.length,
    onNews(listener) {
      tell = () => listener({} as never)
      return () => {}
    },
    clock,
    onError: (_error, { stage }) => errors.push(stage),
  })
  const parts = {
    tail,
    clock,
    outside(bus: string, { position }: LogEntry): PushEvent | null {
      presented += 1
      if (position % 10 === 7) throw new Error('a presenter with a fault')
      if (position % 10 === 3) return null
      const event = { id: `${position}`, source: 's', type: `${bus}.t`, time: 0, orderKey: null }
      return position % 10 === 5 ? { ...event, extendedOnly: true } : event
    },
    encode: ({ id }: PushEvent) => `{"id":"${id}"}`,
    onError: (_error: unknown, { stage }: { stage: string }) => errors.push(stage),
  }
  const read = (more: Partial<ReaderStart> = {}, into = sink) =>
    startReader(into, { bus: 'parley', after: 0, reset: false, wants: () => true, ...start, ...more }, parts)
  return {
    clock,
    sink,
    errors,
    read,
    presented: () => presented,
    append(more: number) {
      for (let at = 0; at < more; at += 1) stored.push({ position: stored.length + 1 } as LogEntry)
      tell()
    },
  }
}

const idsIn = (frames: readonly string[]): number[] =>
  [...frames.join('').matchAll(/data: \{"id":"(\d+)"/g)].map(([, id]) => Number(id))
/** What the presenter above tells of: not 3 (not told), 5 (extended) and 7 (faulty). */
const told = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, at) => from + at + 1).filter((at) => ![3, 5, 7].includes(at % 10))

describe('a reader of the stream', () => {
  it('is greeted with its place, then told each event with its own cursor, type and bytes', async () => {
    const { sink, read, append } = house(2)
    read()
    await settled()
    append(2)
    await settled()
    expect(sink.frames).toEqual([
      `: at ${cursor(0)}\nid: ${cursor(0)}\n\n`,
      `id: ${cursor(1)}\nevent: parley.t\ndata: {"id":"1"}\n\n`,
      `id: ${cursor(2)}\nevent: parley.t\ndata: {"id":"2"}\n\n`,
      `id: ${cursor(4)}\nevent: parley.t\ndata: {"id":"4"}\n\n`,
    ])
  })

  it('is told of a reset first', async () => {
    const { sink, read } = house(3)
    read({ after: 3, reset: true })
    await settled()
    expect(sink.frames).toEqual([
      `id: ${cursor(3)}\nevent: reset\ndata: {"reason":"unknown","after":"${cursor(3)}"}\n\n`,
    ])
  })

  it('catches up through many pages, held back by no faulty presenter', async () => {
    const { sink, read, errors } = house(1_000)
    read()
    await settled()
    expect(idsIn(sink.frames)).toEqual(told(0, 1_000))
    expect(new Set(errors)).toEqual(new Set(['stream.present']))
  })

  it('gets only what it wants; the heartbeat tells how far it has come all the same', async () => {
    const { sink, read, clock } = house(50)
    read({ wants: ({ id }) => id === '2' })
    await settled()
    expect(idsIn(sink.frames)).toEqual([2])
    clock.advance(HEARTBEAT_MS - 1)
    expect(sink.frames).toHaveLength(2)
    clock.advance(1)
    expect(sink.frames.at(-1)).toBe(`: at ${cursor(50)}\nid: ${cursor(50)}\n\n`)
    clock.advance(HEARTBEAT_MS)
    expect(sink.frames).toHaveLength(4)
  })

  it('shares what is made of an entry with the others on its bus', async () => {
    const { read, presented, append } = house(0)
    for (let reader = 0; reader < 50; reader += 1) read({}, new Sink())
    await settled()
    append(10)
    await settled()
    expect(presented()).toBe(10)
  })

  it('takes no more from the log than its connection takes', async () => {
    const { sink, read, clock } = house(1_000)
    sink.room = 5
    read()
    await settled()
    expect(sink.frames).toHaveLength(5)
    clock.advance(HEARTBEAT_MS)
    await settled()
    expect(sink.frames).toHaveLength(5)
    sink.drain(10)
    await settled()
    expect(sink.frames).toHaveLength(15)
    // Slow is no fault: the patience begins anew with each step.
    clock.advance(DRAIN_MS - 1)
    expect(sink.state).toBe('open')
    sink.drain(Number.POSITIVE_INFINITY)
    await settled()
    expect(idsIn(sink.frames)).toEqual(told(0, 1_000))
    clock.advance(DRAIN_MS)
    expect(sink.state).toBe('open')
  })

  it('is cut when its connection takes nothing for 30 s, be it events or heartbeats that wait', async () => {
    const { sink, read, clock } = house(1_000)
    sink.room = 5
    const reader = read()
    await settled()
    clock.advance(DRAIN_MS)
    await reader.done
    expect(sink.state).toBe('destroyed')

    const idle = house(0)
    idle.sink.room = 2
    const second = idle.read()
    await settled()
    idle.clock.advance(HEARTBEAT_MS)
    expect(idle.sink.frames).toHaveLength(2)
    idle.clock.advance(DRAIN_MS)
    await second.done
    expect(idle.sink.state).toBe('destroyed')
  })

  it('ends when its connection closes, and writes nothing after', async () => {
    const { sink, read, append, clock } = house(1)
    const reader = read()
    await settled()
    const { length } = sink.frames
    sink.emit('close')
    await reader.done
    append(5)
    clock.advance(HEARTBEAT_MS)
    await settled()
    expect(sink.frames).toHaveLength(length)
  })

  it('is told when to come back when the server stops', async () => {
    const { sink, read } = house(1)
    const reader = read()
    await settled()
    reader.stop(2_500)
    await reader.done
    expect(sink.state).toBe('ended')
    expect(sink.frames.at(-1)).toMatch(/^retry: 2500$/m)
    reader.stop(1)
    expect(sink.frames.filter((frame) => frame.includes('retry'))).toHaveLength(1)
  })
})
