import { expect, it } from 'vitest'
import { FakeClock } from './clock.ts'

it('fires alarms in order, each at its own moment, those asked for on the way included', () => {
  const clock = new FakeClock(1_000)
  const fired: [string, number][] = []
  const note = (name: string) => () => fired.push([name, clock.now()])
  clock.wakeAt(1_200, note('second'))
  clock.wakeAt(1_100, () => {
    fired.push(['first', clock.now()])
    clock.wakeAt(1_150, note('asked on the way'))
  })
  clock.wakeAt(1_400, note('too late'))
  clock.wakeAt(1_100, note('called off'))()
  clock.advance(300)
  expect(fired).toEqual([
    ['first', 1_100],
    ['asked on the way', 1_150],
    ['second', 1_200],
  ])
  expect(clock.now()).toBe(1_300)
})

it('fires what is already due as soon as time moves, without running back', () => {
  const clock = new FakeClock(1_000)
  const at: number[] = []
  clock.wakeAt(500, () => at.push(clock.now()))
  clock.advance(1)
  expect(at).toEqual([1_000])
})
