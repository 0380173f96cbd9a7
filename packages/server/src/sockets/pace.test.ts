import { describe, expect, it } from 'vitest'
import { createPace, type Flushable } from './pace.ts'

describe('the pace', () => {
  function open(gatherMs = 4) {
    let now = 1_000
    const turns: (() => void)[] = []
    const alarms: { at: number; run: () => void }[] = []
    const pace = createPace({
      gatherMs,
      now: () => now,
      atEndOfTurn: (run) => turns.push(run),
      after: (ms, run) => alarms.push({ at: now + ms, run }),
    })
    const flushed: number[] = []
    const one: Flushable = { flush: () => flushed.push(now) }
    return {
      pace,
      one,
      flushed,
      endTurn: () => turns.splice(0).forEach((run) => void run()),
      advance(ms: number) {
        now += ms
        const due = alarms.filter(({ at }) => at <= now)
        for (const alarm of due) alarms.splice(alarms.indexOf(alarm), 1)[0]?.run()
      },
      scheduled: () => turns.length + alarms.length,
    }
  }

  it('flushes a lone one at the end of the turn', () => {
    const { pace, one, flushed, endTurn } = open()
    pace.ask(one)
    expect(flushed).toEqual([])
    endTurn()
    expect(flushed).toEqual([1_000])
  })

  it('gathers those that follow soon, by one timer for all', () => {
    const { pace, one, flushed, endTurn, advance, scheduled } = open()
    pace.ask(one)
    endTurn()
    const others = Array.from({ length: 100 }, () => ({ flush: () => void flushed.push(-1) }))
    advance(1)
    for (const other of others) {
      pace.ask(other)
      pace.ask(other)
    }
    expect(scheduled()).toBe(1)
    advance(2)
    expect(flushed).toEqual([1_000])
    advance(1)
    expect(flushed).toHaveLength(101)
    advance(10)
    pace.ask(one)
    endTurn()
    expect(flushed.at(-1)).toBe(1_014)
  })

  it('flushes who asks during a flush in the next one', () => {
    const { pace, endTurn, advance } = open()
    let flushes = 0
    const eager: Flushable = {
      flush() {
        flushes += 1
        if (flushes === 1) pace.ask(eager)
      },
    }
    pace.ask(eager)
    endTurn()
    expect(flushes).toBe(1)
    endTurn()
    advance(4)
    expect(flushes).toBe(2)
  })

  it('never waits when told not to gather', () => {
    const { pace, one, flushed, endTurn } = open(0)
    for (let time = 0; time < 3; time++) {
      pace.ask(one)
      endTurn()
    }
    expect(flushed).toHaveLength(3)
  })
})
