import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { share } from './share.ts'

describe('sharing', () => {
  it('[D62] gives all there is, to nobody more than it can take, and first to those with the least', () => {
    const claimant = fc.record({ has: fc.nat(20), more: fc.nat(20) })
    fc.assert(
      fc.property(fc.array(claimant, { maxLength: 12 }), fc.nat(150), (claimants, budget) => {
        const given = share(claimants, budget)
        const wanted = claimants.reduce((sum, { more }) => sum + more, 0)
        expect(given.reduce((sum, one) => sum + one, 0)).toBe(Math.min(budget, wanted))
        claimants.forEach(({ has, more }, at) => {
          const got = given[at] ?? 0
          expect(got).toBeLessThanOrEqual(more)
          if (got === 0) return
          claimants.forEach((other, no) => {
            const its = given[no] ?? 0
            if (its < other.more) expect(has + got).toBeLessThanOrEqual(other.has + its + 1)
          })
        })
      }),
    )
  })
})
