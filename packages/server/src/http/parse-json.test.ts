import fc from 'fast-check'
import { expect, it } from 'vitest'
import { DEEPEST_JSON, parseJson } from './parse-json.ts'

const lists = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)
const objects = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`

it('what is nested no deeper than the limit is read as ever', () => {
  expect(parseJson(lists(DEEPEST_JSON))).toEqual(JSON.parse(lists(DEEPEST_JSON)))
  expect(parseJson(objects(DEEPEST_JSON))).toEqual(JSON.parse(objects(DEEPEST_JSON)))
  fc.assert(
    fc.property(fc.json({ maxDepth: 20 }), (text) => {
      expect(parseJson(text)).toEqual(JSON.parse(text))
    }),
  )
})

it('what is nested deeper is no JSON, however deep', () => {
  for (const depth of [DEEPEST_JSON + 1, 5_000, 100_000])
    for (const text of [lists(depth), objects(depth)]) expect(() => parseJson(text)).toThrow(SyntaxError)
})

it('brackets in texts are no levels, nor are many lists side by side', () => {
  const long = JSON.stringify({ '[["\\[{': `${'[{"\\'.repeat(500)}`, many: Array(500).fill([{}]) })
  expect(parseJson(long)).toEqual(JSON.parse(long))
  expect(() => parseJson(`["${'['.repeat(1_000)}`)).toThrow(SyntaxError)
})
