import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareWithIndex, matchables, patternTexts } from '../../testing/patterns.ts'
import { createPatternIndex } from './create-pattern-index.ts'
import { explain } from './explain.ts'
import { matches } from './matches.ts'
import { parsePattern } from './parse-pattern.ts'

const read = (value: unknown) => parsePattern(JSON.stringify(value)).pattern
const scalar = fc.oneof(
  fc.string(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
)

describe('the index of all patterns', () => {
  it('[D27] says what the plain reading says, over 100,000 pairs', { timeout: 30_000 }, () => {
    const { pairs, matched } = compareWithIndex(100_000)
    expect(pairs).toBeGreaterThanOrEqual(100_000)
    expect(matched / pairs, 'pairs that match').toBeGreaterThan(0.05)
    expect(matched / pairs, 'pairs that match').toBeLessThan(0.95)
  })

  it('[D27] does not depend on the order of the patterns', () => {
    fc.assert(
      fc.property(
        fc
          .array(patternTexts, { maxLength: 30 })
          .chain((texts) =>
            fc.tuple(fc.constant(texts), fc.shuffledSubarray(texts, { minLength: texts.length })),
          ),
        matchables,
        ([texts, shuffled], event) => {
          const found = (all: string[]) =>
            createPatternIndex(all.map((text) => ({ key: text, pattern: parsePattern(text).pattern }))).match(
              event,
            )
          expect(found(shuffled).sort()).toEqual(found(texts).sort())
        },
      ),
    )
  })
})

describe('a pattern', () => {
  it('[D21] anything-but X and X itself never hold of one scalar, one of them always does', () => {
    fc.assert(
      fc.property(scalar, scalar, (excluded, value) => {
        for (const given of [value, excluded]) {
          const event = { data: { x: given } }
          const exact = matches(read({ data: { x: [excluded] } }), event)
          expect(matches(read({ data: { x: [{ 'anything-but': excluded }] } }), event)).toBe(!exact)
        }
      }),
    )
  })

  it('[D28] is explained as it matches, field by field', () => {
    fc.assert(
      fc.property(patternTexts, matchables, (text, event) => {
        const { pattern } = parsePattern(text)
        const explanation = explain(pattern, event)
        expect(explanation.matched).toBe(matches(pattern, event))
        for (const field of explanation.fields) {
          expect(field.matched).toBe(field.alternatives.some(({ matched }) => matched))
          expect(field.why).not.toBe('')
        }
      }),
      { numRuns: 3_000 },
    )
  })
})
