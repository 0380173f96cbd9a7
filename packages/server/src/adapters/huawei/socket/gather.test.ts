import { FakeClock } from '@parley/core/memory'
import { describe, expect, it } from 'vitest'
import { Gather } from './gather.ts'

const endOfTurn = (): Promise<void> => new Promise((resolve) => queueMicrotask(resolve))

describe('gathering', () => {
  function open() {
    const clock = new FakeClock()
    const told: number[] = []
    const gather = new Gather(clock, () => told.push(clock.now()))
    return { clock, told, gather, start: clock.now() }
  }

  it('tells a lone change at once, and everything of one turn together', async () => {
    const { gather, told, start } = open()
    for (let change = 0; change < 50; change++) gather.ask()
    expect(told).toEqual([])
    await endOfTurn()
    expect(told).toEqual([start])
  })

  it('does not make a hundred changes a second wait', async () => {
    const { clock, gather, told } = open()
    for (let change = 0; change < 500; change++) {
      gather.ask()
      await endOfTurn()
      clock.advance(10)
    }
    expect(told).toHaveLength(500)
  })

  it('tells ten times a second in a storm, and at once again when it is over', async () => {
    const { clock, gather, told } = open()
    const storm = async (ms: number): Promise<void> => {
      for (let at = 0; at < ms; at++) {
        gather.ask()
        await endOfTurn()
        clock.advance(1)
      }
    }
    await storm(1_000)
    told.length = 0
    await storm(1_000)
    expect(told.length).toBeGreaterThanOrEqual(9)
    expect(told.length).toBeLessThanOrEqual(11)
    clock.advance(5_000)
    const before = told.length
    gather.ask()
    await endOfTurn()
    expect(told).toHaveLength(before + 1)
  })

  it.each([1, 3, 5, 8, 12, 25, 60, 200, 1_000])(
    'tells of people who come %i a second at most ten times in any second, and of the last within 150 ms',
    async (perSecond) => {
      const { clock, gather, told } = open()
      let asked = 0
      const due = 1000 / perSecond
      const start = clock.now()
      for (let at = 0; at < 6_000; at++) {
        while (asked * due <= at) {
          gather.ask({ coming: true })
          asked += 1
        }
        await endOfTurn()
        clock.advance(1)
      }
      const last = start + Math.floor((asked - 1) * due)
      clock.advance(150)
      expect(told.at(-1)).toBeGreaterThanOrEqual(last)
      for (const at of told)
        expect(told.filter((one) => one >= at && one < at + 1_000).length).toBeLessThanOrEqual(10)
      if (perSecond <= 4) expect(told).toHaveLength(asked)
    },
  )

  it('lets two or three who come together in at once, and makes other changes wait only in a crowd', async () => {
    const { clock, gather, told, start } = open()
    for (let at = 0; at < 3; at++) {
      gather.ask({ coming: true })
      await endOfTurn()
      clock.advance(10)
    }
    expect(told).toEqual([start, start + 10, start + 20])
    for (let at = 0; at < 20; at++) {
      gather.ask({ coming: true })
      await endOfTurn()
    }
    gather.ask()
    await endOfTurn()
    expect(told.slice(3)).toEqual([start + 30])
    clock.advance(150)
    expect(told.slice(4)).toEqual([start + 180])
    clock.advance(5_000)
    gather.ask()
    await endOfTurn()
    expect(told).toHaveLength(6)
  })

  it('tells what waits when asked to do so now, once', async () => {
    const { gather, told } = open()
    gather.ask()
    gather.now()
    await endOfTurn()
    expect(told).toHaveLength(1)
  })
})
