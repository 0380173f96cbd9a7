import { describe, expect, it } from 'vitest'
import { ALIASES } from './fixtures/document-aliases.ts'
import { matches } from './matches.ts'
import { parsePattern } from './parse-pattern.ts'

const TYPES = [
  'aliyuncvc:MeetingEvent:MeetingStateEvent',
  'aliyuncvc:MeetingEvent:MemberStateEvent',
  'aliyuncvc:MeetingEvent:MemberOperate',
  'aliyuncvc:MeetingEvent:MeetingStatistic',
]

describe('[D26] types that no event has', () => {
  const warned = (...type: unknown[]) =>
    parsePattern(JSON.stringify({ type }), { types: TYPES, aliases: ALIASES }).warnings

  it.each([
    [
      'aliyuncvc:MeetingEvent:MemberOperat',
      'there is no event type "aliyuncvc:MeetingEvent:MemberOperat"; "aliyuncvc:MeetingEvent:MemberOperate" is near',
    ],
    [
      'aliyuncvc:meetingevent:memberoperate',
      'there is no event type "aliyuncvc:meetingevent:memberoperate"; "aliyuncvc:MeetingEvent:MemberOperate" is near',
    ],
    ['io.parley.LockChanged.v1', 'there is no event type "io.parley.LockChanged.v1"'],
    [
      { prefix: 'aliyuncvc:Meetingevent:' },
      'no event type begins with "aliyuncvc:Meetingevent:"; "aliyuncvc:MeetingEvent:" is near',
    ],
    [{ suffix: ':MemberOperates' }, 'no event type ends with ":MemberOperates"; "t:MemberOperate" is near'],
    [{ prefix: 'aliyuncvc:', suffix: 'Stat' }, 'no event type begins with "aliyuncvc:" and ends with "Stat"'],
    [{ contains: 'Camera' }, 'no event type contains "Camera"'],
    [{ 'anything-but': 'MemberOperate' }, 'there is no event type "MemberOperate"'],
  ])('%j: %s', (alternative, warning) => {
    expect(warned('aliyuncvc:MeetingEvent:MemberOperate', alternative)).toEqual([`/type/1: ${warning}`])
  })

  it('says nothing of those that there are, in either spelling, nor of operators that name none', () => {
    expect(
      warned(
        ...TYPES,
        { prefix: 'aliyuncvc:' },
        { suffix: 'Event' },
        { 'anything-but': [TYPES[0], 'x'] },
        { exists: true },
      ),
    ).toEqual([])
    expect(warned('aliyuncvc:meetingEvent:MemberOperate')).toEqual([
      '/type/0: "aliyuncvc:meetingEvent:MemberOperate" is also read as "aliyuncvc:MeetingEvent:MemberOperate"',
    ])
  })

  it('says nothing where the types are not known, nor of other fields', () => {
    expect(parsePattern('{"type":["x"]}').warnings).toEqual([])
    expect(parsePattern('{"source":["x"],"data":{"type":["x"]}}', { types: TYPES }).warnings).toEqual([])
  })
})

describe('attributes', () => {
  const every = ['id', 'source', 'type', 'subject', 'time', 'specversion', 'datacontenttype', 'dataschema']
  it.each(every)('[D4] %s may be named', (name) => {
    const { pattern } = parsePattern(JSON.stringify({ [name]: ['x'] }))
    expect(matches(pattern, { [name]: 'x' })).toBe(true)
  })

  it('[D4] extensions where they are declared, or any legal name where publishers are not known', () => {
    const text = '{"partitionkey":["7"]}'
    expect(() => parsePattern(text)).toThrow('/partitionkey: events have no such attribute')
    expect(parsePattern(text, { extensions: ['partitionkey'] }).pattern.size).toBe(1)
    expect(parsePattern(text, { extensions: 'any' }).pattern.size).toBe(1)
    expect(() => parsePattern('{"partitionKey":["7"]}', { extensions: 'any' })).toThrow('no such attribute')
    expect(() => parsePattern('{"partitionky":["7"]}', { extensions: ['partitionkey'] })).toThrow(
      '/partitionky: events have no such attribute; "partitionkey" is near',
    )
  })

  it('[D2] a whole number that a double cannot hold is warned of', () => {
    expect(parsePattern('{"data":{"groupId":[12345678901234567890]}}').warnings).toEqual([
      '/data/groupId/0: 12345678901234567890 is not kept exactly as a number; write it as a string',
    ])
  })
})

describe('JSON', () => {
  it('[D4] is read as JSON.parse reads it: escapes, numbers, blanks', () => {
    const text = ' { "data" : { "\\u4f1a\\n" : [ "\\ud83d\\ude00" , -1.5E+2 , true , null ] } } '
    const { pattern } = parsePattern(text)
    for (const value of ['😀', -150, true, null])
      expect(matches(pattern, { data: { '会\n': value } })).toBe(true)
  })

  it('[D4] says where it breaks, and what was expected', () => {
    const broken = (text: string) => {
      try {
        parsePattern(text)
      } catch (error) {
        return (error as Error).message
      }
      return null
    }
    expect(broken('{"source":["x"')).toBe(
      '/source: is not JSON: "," or "]" expected at character 15, where it ends',
    )
    expect(broken("{'source':['x']}")).toBe(
      'the pattern: is not JSON: a key in double quotes expected at character 2, where found "\'"',
    )
    expect(broken('{"source":[tru]}')).toBe(
      '/source/0: is not JSON: a value expected at character 12, where found "t"',
    )
    expect(broken('{} {}')).toBe('the pattern: is not JSON: the end expected at character 4, where found "{"')
  })
})
