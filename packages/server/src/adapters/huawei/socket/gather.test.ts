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

  it('tells what waits when asked to do so now, once', async () => {
    const { gather, told } = open()
    gather.ask()
    gather.now()
    await endOfTurn()
    expect(told).toHaveLength(1)
  })
})
