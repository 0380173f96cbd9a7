import { expect, it, vi } from 'vitest'
import { aRule, aTarget } from '../../testing/push-given.ts'
import { catchUp } from './catch-up.ts'

const told = aRule({ targets: [aTarget()] })

it.each([
  ['there is no rule', [], 1],
  ['no rule has a target', [aRule({ targets: [] })], 1],
  ['every rule is off', [{ ...told, enabled: false }], 1],
  ['somebody is told, so that the matcher keeps up by itself', [aRule({ targets: [] }), told], 0],
])('[D5] %s', async (_why, rules, expected) => {
  const run = vi.fn(async () => {})
  await catchUp({ run }, rules)
  expect(run).toHaveBeenCalledTimes(expected)
})
