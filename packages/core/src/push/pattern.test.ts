import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Refusal } from '../refusal.ts'
import { matches } from './compile-pattern.ts'
import { parsePattern } from './parse-pattern.ts'
import type { Pattern } from './pattern.ts'

const event = {
  source: 'acs.aliyuncvc',
  type: 'aliyuncvc:MeetingEvent:MemberStateEvent',
  subject: 'acs.aliyuncvc:cn-hangzhou:1001:7',
}

describe('what a pattern matches', () => {
  const rows: [Pattern, boolean][] = [
    [{}, true],
    [{ source: ['acs.aliyuncvc'] }, true],
    [{ source: ['ACS.aliyuncvc'] }, false],
    [{ source: [''] }, false],
    [{ source: ['other', 'acs.aliyuncvc'] }, true],
    [{ source: ['acs.aliyuncvc'], type: ['other'] }, false],
    [{ source: ['acs.aliyuncvc'], type: [event.type], subject: [event.subject] }, true],
    [{ subject: [{ prefix: 'acs.aliyuncvc:cn-hangzhou:1001:' }] }, true],
    [{ subject: [{ prefix: 'acs.aliyuncvc:cn-hangzhou:1002:' }] }, false],
    [{ subject: [{ suffix: ':7' }] }, true],
    [{ subject: [{ prefix: 'zzz' }, { suffix: ':7' }] }, true],
    [{ subject: ['other', { suffix: ':7' }] }, true],
    [{ subject: [{ prefix: 'acs.', suffix: ':7' }] }, true],
    [{ subject: [{ prefix: 'zzz', suffix: ':7' }] }, false],
    [{ subject: [{ prefix: 'acs.', suffix: ':8' }] }, false],
    [{ type: [{ suffix: ':MemberStateEvent' }] }, true],
  ]
  it.each(rows)('[D1] [D2] %j is %s', (pattern, expected) => {
    expect(matches(parsePattern(pattern).pattern, event)).toBe(expected)
  })

  it('[D1] [D2] says the same as a naive reader of the pattern', () => {
    const word = fc.stringMatching(/^[ab:]{1,3}$/)
    const alternative = fc.oneof(
      word,
      fc.record({ prefix: word }),
      fc.record({ suffix: word }),
      fc.record({ prefix: word, suffix: word }),
    )
    const alternatives = fc.array(alternative, { minLength: 1, maxLength: 4 })
    const pattern = fc.record(
      { source: alternatives, type: alternatives, subject: alternatives },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(pattern, fc.record({ source: word, type: word, subject: word }), (wanted, given) => {
        const naive = (['source', 'type', 'subject'] as const).every(
          (field) =>
            wanted[field] === undefined ||
            wanted[field].some((one) => {
              if (typeof one === 'string') return one === given[field]
              const { prefix = '', suffix = '' } = one as { prefix?: string; suffix?: string }
              return given[field].startsWith(prefix) && given[field].endsWith(suffix)
            }),
        )
        expect(matches(parsePattern(wanted).pattern, given)).toBe(naive)
      }),
    )
  })
})

describe('the document’s own spellings', () => {
  const rows: Pattern[] = [
    { source: ['acs:aliyuncvc'] },
    { type: ['aliyuncvc:meetingEvent:MemberStateEvent'] },
    { type: [{ prefix: 'aliyuncvc:meetingEvent:' }] },
    { subject: ['acs:aliyuncvc:cn-hangzhou:1001:7'] },
    { subject: [{ prefix: 'acs:aliyuncvc:cn-hangzhou:1001:' }] },
  ]
  it.each(rows)('[D3] %j matches, with a warning, and is kept as it was sent', (sent) => {
    const { pattern, warnings } = parsePattern(sent)
    expect(matches(pattern, event)).toBe(true)
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain('/0')
    expect(pattern).toEqual(sent)
  })

  it('[D3] an alias is an addition: the literal spelling still matches', () => {
    expect(matches({ source: ['acs:aliyuncvc'] }, { ...event, source: 'acs:aliyuncvc' })).toBe(true)
  })

  it('[D3] the canonical spellings give no warning', () => {
    expect(
      parsePattern({ source: [event.source], type: [event.type], subject: [event.subject] }).warnings,
    ).toEqual([])
  })
})

describe('what is no pattern', () => {
  const rows: [unknown, string][] = [
    [null, ''],
    ['x', ''],
    [[1], ''],
    [{ source: 'x' }, '/source'],
    [{ source: null }, '/source'],
    [{ source: [] }, '/source'],
    [{ sourc: ['x'] }, '/sourc'],
    [{ 'a/b~c': ['x'] }, '/a~1b~0c'],
    [{ data: {} }, '/data'],
    [{ source: ['x', ['a']] }, '/source/1'],
    [{ source: [7] }, '/source/0'],
    [{ source: [null] }, '/source/0'],
    [{ source: [{}] }, '/source/0'],
    [{ source: [{ like: 'x' }] }, '/source/0/like'],
    [{ source: [{ prefix: 'x', like: 'x' }] }, '/source/0/like'],
    [{ source: [{ prefix: '' }] }, '/source/0/prefix'],
    [{ source: [{ suffix: 1 }] }, '/source/0/suffix'],
    [{ source: Array.from({ length: 6 }, () => ({ prefix: 'x' })) }, '/source'],
    [{ source: Array.from({ length: 301 }, () => '') }, ''],
    [{ source: ['x'.repeat(2_048)] }, ''],
  ]
  it.each(rows)('[D4] %j is refused at %j', (value, pointer) => {
    expect.assertions(3)
    try {
      parsePattern(value)
    } catch (error) {
      expect(error).toBeInstanceOf(Refusal)
      expect((error as Refusal).code).toBe('invalid')
      expect((error as Refusal).details.path).toBe(pointer)
    }
  })

  it('[D4] any JSON is parsed or refused, never a fault', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        try {
          parsePattern(value)
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal)
        }
      }),
    )
  })
})
