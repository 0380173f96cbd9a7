import { describe, expect, it } from 'vitest'
import { Refusal } from '../../refusal.ts'
import { createPatternIndex } from './create-pattern-index.ts'
import { explain } from './explain.ts'
import { ALIASES } from './fixtures/document-aliases.ts'
import invalid from './fixtures/invalid.json'
import matching from './fixtures/matching.json'
import { matches } from './matches.ts'
import { parsePattern } from './parse-pattern.ts'
import type { Matchable } from './pattern.ts'

/** `pattern` and `event`, or their text where it matters how something is written. */
type Row = {
  table: string
  pattern?: unknown
  patternText?: string
  event?: Matchable
  eventText?: string
  matches: boolean
}

const rows = (matching as Row[]).map(({ pattern, patternText, event, eventText, ...row }) => ({
  ...row,
  patternText: patternText ?? JSON.stringify(pattern),
  eventText: eventText ?? JSON.stringify(event),
}))

describe('[AL] 2.3', () => {
  it.each(rows)('[D1] [D2] $table: $patternText and $eventText: $matches', (row) => {
    const { pattern } = parsePattern(row.patternText, { aliases: ALIASES })
    const event = JSON.parse(row.eventText) as Matchable
    expect(matches(pattern, event)).toBe(row.matches)
    expect(createPatternIndex([{ key: 'it', pattern }]).match(event)).toEqual(row.matches ? ['it'] : [])
    expect(explain(pattern, event).matched).toBe(row.matches)
  })

  it('[D27] all rows in one index say the same', () => {
    const index = createPatternIndex(
      rows.map((row, key) => ({ key, pattern: parsePattern(row.patternText, { aliases: ALIASES }).pattern })),
    )
    rows.forEach((row, key) => {
      expect(index.match(JSON.parse(row.eventText)).includes(key), row.patternText).toBe(row.matches)
    })
  })
})

describe('[AL] 2.4, 2.5', () => {
  it.each(invalid)('[D4] $text is refused at "$path": $rule ($reason)', ({ text, reason, path, rule }) => {
    try {
      parsePattern(text)
    } catch (error) {
      expect(error).toBeInstanceOf(Refusal)
      const { code, details, message } = error as Refusal
      expect({ code, reason: details.reason, path: details.path }).toEqual({ code: 'invalid', reason, path })
      expect(details.rule).toContain(rule)
      expect(message).toBe(`${path === '' ? 'the pattern' : path}: ${details.rule}`)
      return
    }
    expect.unreachable('it was accepted')
  })

  it('[D4] a missing pattern is an empty one', () => {
    for (const text of [null, undefined])
      expect(() => parsePattern(text)).toThrow(
        expect.objectContaining({ details: { path: '', rule: 'is missing', reason: 'empty' } }),
      )
  })

  it('[D4] limits are up to and with: the largest of each is read', () => {
    const longest = JSON.stringify({ source: ['x'.repeat(2_048 - 15)] })
    expect(longest).toHaveLength(2_048)
    const operators = JSON.stringify({ source: [...Array(5).keys()].map((n) => ({ prefix: `${n}` })) })
    const many = JSON.stringify({ data: { a: [...Array(150).keys()], b: [...Array(150).keys()] } })
    let deepest: unknown = ['x']
    for (let depth = 0; depth < 15; depth += 1) deepest = { k: deepest }
    for (const text of [longest, operators, many, JSON.stringify({ data: deepest })])
      expect(parsePattern(text).pattern.size).toBe(1)
  })

  it('[D4] limits can be set', () => {
    const long = JSON.stringify({ source: ['x'.repeat(8_000)] })
    expect(parsePattern(long, { limits: { length: 8_192 } }).pattern.size).toBe(1)
    const six = JSON.stringify({ source: [...Array(6).keys()].map((n) => ({ prefix: `${n}` })) })
    expect(parsePattern(six, { limits: { operatorsPerField: 6 } }).pattern.size).toBe(1)
  })
})
