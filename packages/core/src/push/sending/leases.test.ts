import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aRule, aTarget } from '../../testing/push-given.ts'
import { Lane } from './lane.ts'
import { batchesOf, KEEPING_MS } from './leases.ts'

describe('claims', () => {
  it('[D13] every lease outlives its attempt, every wish is asked for once, and no question is large', () => {
    const wanted = fc.record({
      limit: fc.integer({ min: 1, max: 128 }),
      timeoutMs: fc.integer({ min: 1_000, max: 30_000 }),
    })
    fc.assert(
      fc.property(fc.array(wanted, { maxLength: 60 }), (targets) => {
        const wishes = targets.map(({ limit, timeoutMs }, no) => {
          const lane = new Lane(`t${no}`)
          const target = { ...aTarget({ id: `t${no}`, timeoutMs }), version: 1 }
          lane.learn({ rule: { ...aRule(), targets: [] }, target }, 0)
          return { lane, limit }
        })
        const batches = batchesOf(wishes)
        const asked = batches.flatMap((batch) => batch.wishes)
        expect(new Set(asked)).toEqual(new Set(wishes))
        expect(asked).toHaveLength(wishes.length)
        for (const batch of batches) {
          for (const { lane } of batch.wishes)
            expect(batch.leaseMs).toBeGreaterThan((lane.known?.target.timeoutMs ?? 0) + KEEPING_MS)
          const sum = batch.wishes.reduce((all, { limit }) => all + limit, 0)
          expect(batch.wishes.length === 1 || sum <= 64).toBe(true)
        }
        expect(batches.length).toBeLessThanOrEqual(3 + asked.reduce((all, { limit }) => all + limit, 0) / 32)
      }),
    )
  })
})
