import { expect, it } from 'vitest'
import { createChimes } from './chimes.ts'
import { createManualClock } from './manual-clock.ts'

it('rings for who wants it, once for many at the same moment, and only when more wait than before', async () => {
  const clock = createManualClock()
  const rung: string[] = []
  let wanted = false
  const chimes = createChimes(
    clock,
    () => wanted,
    (chime) => rung.push(chime),
  )
  chimes.ring('hand')
  expect(rung).toEqual([])
  wanted = true
  chimes.ring('hand')
  chimes.ring('chat')
  expect(rung).toEqual(['hand'])
  await clock.advance(2_000)
  chimes.waiting(2)
  await clock.advance(2_000)
  chimes.waiting(1)
  chimes.waiting(1)
  expect(rung).toEqual(['hand', 'waiting'])
  chimes.waiting(2)
  expect(rung).toEqual(['hand', 'waiting', 'waiting'])
})
