import type { LogEntry, News } from '@parley/core'
import { FakeClock } from '@parley/core/memory'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BATCH, createTail } from './tail.ts'

/** A log of bare positions, with gaps as a real one has them. */
function house({ failing = () => false }: { failing?: () => boolean } = {}) {
  const positions: number[] = []
  const clock = new FakeClock()
  const errors: string[] = []
  const listeners: ((news: News) => void)[] = []
  let asked = 0
  const tail = createTail({
    async entries({ after, limit }) {
      asked += 1
      if (failing()) throw new Error('the store is away')
      return positions
        .filter((position) => position > after)
        .slice(0, limit)
        .map((position) => ({ position }) as LogEntry)
    },
    lastPosition: async () => positions.at(-1) ?? 0,
    onNews(listener) {
      listeners.push(listener)
      return () => {}
    },
    clock,
    onError: (_error, { stage }) => errors.push(stage),
  })
  return {
    tail,
    clock,
    errors,
    asked: () => asked,
    append(count: number, { quietly = false } = {}) {
      for (let at = 0; at < count; at += 1)
        positions.push((positions.at(-1) ?? 0) + 1 + (positions.length % 3))
      if (!quietly) for (const tell of listeners) tell({} as News)
    },
    positions,
  }
}

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}
const never = new AbortController().signal
const seenBy = async (tail: ReturnType<typeof createTail>, after: number): Promise<number[]> => {
  const seen: number[] = []
  for (;;) {
    const page = await tail.read(seen.at(-1) ?? after)
    if (page.length === 0) return seen
    expect(page.length).toBeLessThanOrEqual(BATCH)
    seen.push(...page.map(({ entry }) => entry.position))
  }
}

describe('the tail of the log', () => {
  it('shows every entry once and in order, from any position, whatever is appended meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 6 }),
        fc.nat(),
        async (steps, from) => {
          const { tail, append, positions } = house()
          append(300)
          tail.join()
          for (const step of steps) {
            append(step)
            await settled()
            const after = from % (positions.at(-1)! + 1)
            expect(await seenBy(tail, after)).toEqual(positions.filter((position) => position > after))
          }
        },
      ),
      { numRuns: 30 },
    )
  })

  it('reads the log once for all who are up to date', async () => {
    const { tail, append, asked, positions } = house()
    append(10)
    for (let reader = 0; reader < 200; reader += 1) tail.join()
    await settled()
    const end = positions.at(-1)!
    const before = asked()
    append(50)
    await settled()
    const pages = await Promise.all(Array.from({ length: 200 }, () => tail.read(end)))
    // One page of news, and the look that finds no more.
    expect(asked() - before).toBeLessThanOrEqual(2)
    expect(new Set(pages.map((page) => page[0]))).toHaveProperty('size', 1)
  })

  it('wakes who waits by news, and within a second without any', async () => {
    const { tail, append, clock, positions } = house()
    append(1)
    tail.join()
    await settled()
    let woken = 0
    const wait = () => void tail.news(positions.at(-1)!, never).then(() => (woken += 1))
    wait()
    append(1)
    await settled()
    expect(woken).toBe(1)
    wait()
    append(1, { quietly: true })
    wait()
    clock.advance(999)
    await settled()
    expect(woken).toBe(1)
    clock.advance(1)
    await settled()
    expect(woken).toBe(2)
    const abort = new AbortController()
    void tail.news(positions.at(-1)!, abort.signal).then(() => (woken += 1))
    abort.abort()
    await settled()
    expect(woken).toBe(3)
  })

  it('misses nothing that was written before its first look', async () => {
    const { tail, append, positions } = house()
    append(3)
    const after = positions.at(-1)!
    tail.join()
    append(2, { quietly: true })
    const waited = tail.news(after, never)
    await waited
    expect(await seenBy(tail, after)).toHaveLength(2)
  })

  it('asks nothing while nobody listens, and begins anew for who comes then', async () => {
    const { tail, append, clock, asked, positions } = house()
    append(1)
    const leave = tail.join()
    await settled()
    leave()
    leave()
    const before = asked()
    append(5_000)
    clock.advance(60_000)
    await settled()
    expect(asked()).toBe(before)
    const last = positions.at(-1)!
    tail.join()
    await settled()
    append(1)
    await tail.news(last, never)
    // Not all that was missed is read through for a newcomer at the end.
    expect(asked() - before).toBeLessThan(5)
    expect(await seenBy(tail, 0)).toEqual(positions)
  })

  it('outlives a store that is away for a while', async () => {
    let away = true
    const { tail, append, clock, errors, positions } = house({ failing: () => away })
    append(1)
    tail.join()
    await settled()
    append(1)
    await settled()
    expect(errors).toContain('stream.tail')
    away = false
    clock.advance(1_000)
    await tail.news(positions[0]!, never)
    expect(await seenBy(tail, positions[0]!)).toEqual(positions.slice(1))
  })
})
