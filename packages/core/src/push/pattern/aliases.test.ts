import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Alias } from './aliases.ts'
import { ALIASES } from './fixtures/document-aliases.ts'
import { matches } from './matches.ts'
import { parsePattern } from './parse-pattern.ts'

const event = {
  source: 'acs.aliyuncvc',
  type: 'aliyuncvc:MeetingEvent:MemberStateEvent',
  subject: 'acs.aliyuncvc:cn-hangzhou:1001:7',
}
const read = (pattern: unknown) => parsePattern(JSON.stringify(pattern), { aliases: ALIASES })

describe('other spellings', () => {
  it("[D3] the document's own filters match its own event, and say so", () => {
    const { pattern, warnings } = read({
      source: ['acs:aliyuncvc'],
      type: ['x', 'aliyuncvc:meetingEvent:MemberStateEvent'],
      subject: [{ prefix: 'acs:aliyuncvc:cn-hangzhou:1001:' }],
    })
    expect(matches(pattern, event)).toBe(true)
    expect(warnings).toEqual([
      '/source/0: "acs:aliyuncvc" is also read as "acs.aliyuncvc"',
      '/type/1: "aliyuncvc:meetingEvent:MemberStateEvent" is also read as "aliyuncvc:MeetingEvent:MemberStateEvent"',
      '/subject/0: {"prefix":"acs:aliyuncvc:cn-hangzhou:1001:"} is also read as {"prefix":"acs.aliyuncvc:cn-hangzhou:1001:"}',
    ])
  })

  it.each([
    { type: [{ suffix: 'meetingEvent:MemberStateEvent' }] },
    { type: [{ prefix: 'aliyuncvc:meeting' }] },
    { type: [{ prefix: 'aliyuncvc:meetingEvent', suffix: 'StateEvent' }] },
    { type: [{ contains: ':meetingEvent:Mem' }] },
    { source: [{ contains: 's:a' }] },
    { subject: [{ prefix: 'acs:' }] },
  ])('[D3] parts of one match too: %j', (written) => {
    const { pattern, warnings } = read(written)
    expect(matches(pattern, event)).toBe(true)
    expect(warnings).toHaveLength(1)
  })

  it.each([
    { type: [{ 'anything-but': 'aliyuncvc:meetingEvent:MemberStateEvent' }] },
    { type: [{ 'anything-but': ['x', 'aliyuncvc:meetingEvent:MemberStateEvent'] }] },
    { type: [{ 'anything-but': { suffix: 'meetingEvent:MemberStateEvent' } }] },
    { subject: [{ 'anything-but': { prefix: ['x', 'acs:aliyuncvc:cn-hangzhou:1001:'] } }] },
  ])('[D3] what is excluded is excluded in both spellings: %j', (written) => {
    const { pattern, warnings } = read(written)
    expect(matches(pattern, event)).toBe(false)
    expect(warnings).toHaveLength(1)
  })

  it('[D3] our own spelling needs no warning, and other fields have no aliases', () => {
    const own = { source: [event.source], type: [{ prefix: 'aliyuncvc:' }], subject: [{ suffix: ':7' }] }
    expect(read({ ...own, id: ['acs:aliyuncvc'], data: { source: ['acs:aliyuncvc'] } }).warnings).toEqual([])
  })

  it('[D3] an operand holds exactly where it holds of one of the two spellings', () => {
    const word = fc.stringMatching(/^[ab:]{1,4}$/)
    const operand = fc.oneof(
      word,
      fc.record({ prefix: word }),
      fc.record({ suffix: word }),
      fc.record({ contains: word }),
      fc.record({ 'anything-but': fc.oneof(word, fc.record({ prefix: word }), fc.record({ suffix: word })) }),
    )
    const alias = fc.record({ from: word, to: word })
    fc.assert(
      fc.property(operand, alias, fc.stringMatching(/^[ab:]{0,3}$/), (one, { from, to }: Alias, rest) => {
        const text = JSON.stringify({ source: [one] })
        const plain = parsePattern(text).pattern
        const both = [to + rest, from + rest].map((source) => matches(plain, { source }))
        const aliased = parsePattern(text, { aliases: { source: [{ from, to }] } }).pattern
        const negated = typeof one === 'object' && 'anything-but' in one
        expect(matches(aliased, { source: to + rest })).toBe(
          negated ? both.every(Boolean) : both.some(Boolean),
        )
      }),
      { numRuns: 5_000 },
    )
  })
})
