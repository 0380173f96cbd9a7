import fc from 'fast-check'
import { expect, it } from 'vitest'
import { IntervalTree } from './interval-tree.ts'

const bound = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -20, max: 20 }) },
  fc.constantFrom(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY),
)
const intervals = fc.array(
  fc.tuple(bound, bound).map(([one, other]) => ({ low: Math.min(one, other), high: Math.max(one, other) })),
  { maxLength: 60 },
)

it('[D27] finds the intervals that hold a number, each once', () => {
  fc.assert(
    fc.property(intervals, bound, (all, value) => {
      const tree = new IntervalTree(all.map(({ low, high }, index) => ({ low, high, value: index })))
      const found: number[] = []
      tree.at(value, (index) => found.push(index))
      const holding = all.flatMap(({ low, high }, index) => (low <= value && value <= high ? [index] : []))
      expect(found.sort((one, other) => one - other)).toEqual(holding)
    }),
    { numRuns: 2_000 },
  )
})
