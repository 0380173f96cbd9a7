import { expect, test } from 'vitest'
import { compareWithIndex } from '../../packages/core/src/testing/patterns.ts'

test('[AL] 2.7 the index of all rules says what each pattern alone says, over 1,000,000 pairs', {
  timeout: 600_000,
}, () => {
  const { pairs, matched } = compareWithIndex(1_000_000)
  expect(pairs).toBeGreaterThanOrEqual(1_000_000)
  expect(matched).toBeGreaterThan(50_000)
})
