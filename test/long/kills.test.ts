import { expect, test } from 'vitest'
import { type Kill, surviveKills } from '../support/kills.ts'

const POINTS = ['command.committed', 'matcher.advanced', 'delivery.claimed', 'delivery.answered']
const ROUNDS = 10

/** Half at named points, the n-th time they are reached drawn anew each time; half at random moments. */
function twenty(): Kill[] {
  return Array.from({ length: 20 }, (_, at) =>
    at % 2 === 0
      ? 'random'
      : `${POINTS[Math.floor(at / 2) % POINTS.length]}:${1 + Math.floor(Math.random() * 40)}`,
  )
}

test.for(Array.from({ length: ROUNDS }, (_, at) => at + 1))(
  'L5, L6: 20 of 200 kills lose nothing (%i of 10)',
  { timeout: 480_000 },
  async () => {
    expect((await surviveKills(twenty())).kills).toBe(20)
  },
)
