import { expect, test } from 'vitest'
import { type Kill, surviveKills } from '../support/kills.ts'

const KILLS: Kill[] = [
  'command.committed:60',
  'random',
  'matcher.advanced:20',
  'delivery.claimed:10',
  'delivery.answered:20',
  'random',
  'command.committed:80',
  'delivery.answered:1',
  'random',
  'matcher.advanced:45',
  'delivery.claimed:25',
  'random',
  'command.committed:1',
  'delivery.answered:40',
  'random',
  'matcher.advanced:1',
  'delivery.claimed:1',
  'random',
  'command.committed:90',
  'random',
]

test('[L5] [L6] 20 kills under load lose no acknowledged command, no event and no delivery, and nobody their place', {
  timeout: 240_000,
}, async () => {
  const report = await surviveKills(KILLS)
  expect(report.kills).toBe(20)
  // The load was one: many commands, and pushes that had to be sent again.
  expect(report.commands).toBeGreaterThan(200)
  expect(report.owed).toBeGreaterThan(100)
  expect(report.pushes).toBeGreaterThan(report.owed)
  console.log(report)
})
