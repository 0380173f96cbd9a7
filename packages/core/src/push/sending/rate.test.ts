import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TokenBucket } from './rate.ts'

const at = 1_800_000_000_000

describe('rate of a target', () => {
  it('[D67] in no second more than it says and 2 % of it, or one', () => {
    const rate = fc.oneof(fc.integer({ min: 1, max: 500 }), fc.constantFrom(0.1, 0.5, 2.5))
    const steps = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 5, maxLength: 60 })
    fc.assert(
      fc.property(rate, steps, (perSecond, waits) => {
        const bucket = new TokenBucket(perSecond, at)
        const taken: number[] = []
        let now = at
        for (const wait of waits) {
          now += wait
          while (bucket.take(now)) taken.push(now)
          expect(bucket.nextAt()).toBeGreaterThan(now)
        }
        for (const from of taken) {
          const within = taken.filter((time) => time >= from && time < from + 1_000).length
          expect(within).toBeLessThanOrEqual(Math.ceil(perSecond + Math.max(1, perSecond * 0.02)))
        }
      }),
    )
  })

  it('[D67] who looks when it says so gets one each time, and the rate in full', () => {
    const bucket = new TokenBucket(40, at)
    let now = at
    let taken = 0
    while (now < at + 10_000) {
      expect(bucket.available(now)).toBe(1)
      expect(bucket.take(now)).toBe(true)
      taken += 1
      now = bucket.nextAt()
    }
    expect(taken).toBe(400)
  })
})
