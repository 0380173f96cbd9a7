import fc from 'fast-check'
import { createPatternIndex } from '../push/pattern/create-pattern-index.ts'
import { matches } from '../push/pattern/matches.ts'
import { parsePattern } from '../push/pattern/parse-pattern.ts'
import type { Matchable } from '../push/pattern/pattern.ts'

/** Few words and numbers, so that patterns and events drawn apart from each other still meet. */
const word = fc.constantFrom('a', 'b', 'ab', 'ba', 'aab', 'abb', '1', '11')
const number = fc.constantFrom(-1, 0, 1, 1.5, 11, 1_795_334_143_810)
const address = fc.constantFrom('10.0.0.7', '10.0.1.7', '2001:db8::1', '::ffff:10.0.0.7', '10.0.0')
const scalar = fc.oneof(
  { weight: 4, arbitrary: word },
  { weight: 3, arbitrary: number },
  fc.constantFrom(true, false, null, '', 'true', '2', 'null', 'Infinity', '1e9'),
  address,
)
const key = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('a', 'b', 'c') },
  fc.constantFrom('a.b', 'toString', '__proto__'),
)

const below = fc.constantFrom('<', '<=')
const above = fc.constantFrom('>', '>=')
const numeric = fc.oneof(
  fc.tuple(fc.oneof(below, above, fc.constantFrom('=', '!=')), number),
  fc
    .tuple(above, number, below, number, fc.boolean())
    .filter(([, low, , high]) => low < high)
    .map(([over, low, under, high, turned]) =>
      turned ? [under, high, over, low] : [over, low, under, high],
    ),
  fc.tuple(above, fc.constant(-2), fc.constant('!='), number),
)

const operator = fc.oneof(
  fc.record({ prefix: word }),
  fc.record({ suffix: word }),
  fc.record({ prefix: word, suffix: word }),
  fc.record({ contains: word }),
  fc.record({
    'anything-but': fc.oneof(
      scalar,
      fc.array(scalar, { minLength: 1, maxLength: 3 }),
      fc.record({ prefix: fc.oneof(word, fc.array(word, { minLength: 1, maxLength: 2 })) }),
      fc.record({ suffix: fc.oneof(word, fc.array(word, { minLength: 1, maxLength: 2 })) }),
    ),
  }),
  fc.record({ exists: fc.boolean() }),
  fc.record({ numeric }),
  fc.record({
    cidr: fc.constantFrom('10.0.0.0/24', '10.0.0.0/8', '0.0.0.0/0', '10.0.0.7', '2001:db8::/32', '::/0'),
  }),
)

const leaf = fc
  .tuple(fc.array(scalar, { maxLength: 4 }), fc.array(operator, { maxLength: 4 }))
  .filter(([values, operators]) => values.length + operators.length > 0)
  .map((parts) => parts.flat())

const { fields } = fc.letrec((tie) => ({
  fields: object(
    fc.oneof({ depthSize: 'small', maxDepth: 3 }, { weight: 3, arbitrary: leaf }, tie('fields')),
    1,
  ),
}))

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    { weight: 6, arbitrary: scalar },
    { weight: 2, arbitrary: object(tie('value'), 0) },
    fc.array(tie('value'), { maxLength: 3 }),
  ),
}))

/** An array of objects, of which no single one may have all that a pattern asks for. */
const elements = fc.array(fc.record({ a: scalar, b: scalar }, { requiredKeys: [] }), {
  minLength: 1,
  maxLength: 4,
})

/** Own members, `__proto__` too: what `JSON.parse` makes. */
function object(member: fc.Arbitrary<unknown>, minLength: number): fc.Arbitrary<unknown> {
  return fc
    .uniqueArray(fc.tuple(key, member), { minLength, maxLength: minLength + 2, selector: ([name]) => name })
    .map((members) =>
      JSON.parse(
        `{${members.map(([name, one]) => `${JSON.stringify(name)}:${JSON.stringify(one)}`).join()}}`,
      ),
    )
}

const subset = { requiredKeys: [] }

/** The JSON text of a pattern within all limits. */
export const patternTexts: fc.Arbitrary<string> = fc
  .record({ type: leaf, subject: leaf, data: fields }, subset)
  .map((pattern) => JSON.stringify(pattern))

/** Many patterns that ask the same in part: nearly all of their fields are out of a few. */
const crowds: fc.Arbitrary<string[]> = fc
  .array(leaf, { minLength: 3, maxLength: 3 })
  .chain((few) => {
    const one = fc.constantFrom(...few)
    const elements = fc.record({ a: one, b: one }, subset).filter((fields) => Object.keys(fields).length > 0)
    const data = fc.record({ a: one, c: elements }, { requiredKeys: ['a'] })
    return fc.array(fc.record({ type: one, subject: one, data }, subset), { minLength: 20, maxLength: 40 })
  })
  .map((patterns) => patterns.map((pattern) => JSON.stringify(pattern)))

export const matchables: fc.Arbitrary<Matchable> = fc
  .record(
    {
      type: scalar,
      subject: scalar,
      data: fc.oneof(
        { weight: 8, arbitrary: object(value, 2) },
        { weight: 4, arbitrary: fc.record({ a: scalar, c: elements }) },
        object(value, 0).map((data) => JSON.stringify(data)),
        value,
      ),
    },
    { requiredKeys: ['type', 'data'] },
  )
  .map((event) => event as Matchable)

/**
 * Holds an index of random patterns against random events until that many pairs were looked at, and compares each with the
 * plain reading. Returns how many matched. The seed of a failure is in fast-check's report.
 */
export function compareWithIndex(pairs: number): { pairs: number; matched: number } {
  const most = 24
  const events = 16
  let looked = 0
  let matched = 0
  while (looked < pairs)
    fc.assert(
      fc.property(
        fc.oneof(fc.array(patternTexts, { minLength: 1, maxLength: most }), crowds),
        fc.array(matchables, { minLength: events, maxLength: events }),
        (texts, given) => {
          const entries = texts.map((text, at) => ({ key: at, pattern: parsePattern(text).pattern }))
          const index = createPatternIndex(entries)
          for (const event of given) {
            const plain = entries.filter(({ pattern }) => matches(pattern, event)).map(({ key: at }) => at)
            const found = index.match(event)
            if (JSON.stringify(found) !== JSON.stringify(plain))
              throw new Error(`${JSON.stringify(event)}: the index says ${found}, the plain reading ${plain}`)
            matched += plain.length
          }
          looked += texts.length * given.length
        },
      ),
      { numRuns: 100 },
    )
  return { pairs: looked, matched }
}
