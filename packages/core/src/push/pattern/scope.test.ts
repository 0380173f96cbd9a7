import { describe, expect, it } from 'vitest'
import type { ConferenceId, TenantId } from '../../ids.ts'
import type { PushEvent } from '../event.ts'
import { createPatternIndex } from './create-pattern-index.ts'
import { matchable, SCOPE } from './matchable.ts'
import { matches } from './matches.ts'
import { parsePattern } from './parse-pattern.ts'
import { scoped } from './scope.ts'

const scope = { conferenceId: '901' as ConferenceId, tenantId: 't1' as TenantId, keyId: 'k1' }
const event: PushEvent = {
  id: 'e1',
  source: 'urn:parley',
  type: 'io.parley.LockChanged.v1',
  time: 1_790_000_000_123,
  data: { locked: true },
  orderKey: '901',
}
const { pattern } = parsePattern('{"data":{"locked":[true]}}')

describe('what a rule is bound to', () => {
  it.each([
    [{}, true],
    [{ conferenceId: scope.conferenceId }, true],
    [{ conferenceId: '902' as ConferenceId }, false],
    [{ tenantId: scope.tenantId, keyId: 'k1' }, true],
    [{ tenantId: scope.tenantId, keyId: 'k2' }, false],
    [{ conferenceId: undefined, keyId: 'k1' }, true],
  ])('[D29] %j beside the pattern: %s', (bound, expected) => {
    const both = scoped(pattern, bound)
    expect(matches(both, matchable(event, scope))).toBe(expected)
    expect(createPatternIndex([{ key: 1, pattern: both }]).match(matchable(event, scope))).toEqual(
      expected ? [1] : [],
    )
    expect(matches(both, matchable({ ...event, data: { locked: false } }, scope))).toBe(false)
  })

  it('[D29] an event of which it is not known whose it is matches no bound rule', () => {
    expect(matches(scoped(pattern, { keyId: 'k1' }), matchable(event))).toBe(false)
  })

  it('[D29] no pattern can name it, whatever extensions there are', () => {
    for (const extensions of ['any', ['conferenceid', 'keyid']] as const)
      expect(() => parsePattern(JSON.stringify({ [SCOPE]: { keyId: ['k1'] } }), { extensions })).toThrow(
        'no such attribute',
      )
  })

  it('[D29] no extension of an event can stand in for it', () => {
    const forged = { ...event, extensions: { [SCOPE]: 'x', keyId: 'k2', id: 'forged' } }
    const seen = matchable(forged, { keyId: 'k1' })
    expect(matches(scoped(pattern, { keyId: 'k2' }), seen)).toBe(false)
    expect(seen.id).toBe('e1')
  })
})

describe('what patterns see of an event', () => {
  it('[D1] its attributes as text, extensions beside them, data with what only some targets get', () => {
    expect(
      matchable({
        ...event,
        subject: 's',
        dataschema: 'd',
        extensions: { sequence: '7' },
        extendedData: { operatorId: 'p' },
      }),
    ).toEqual({
      id: 'e1',
      source: 'urn:parley',
      type: 'io.parley.LockChanged.v1',
      subject: 's',
      time: '2026-09-21T14:13:20.123Z',
      specversion: '1.0',
      datacontenttype: 'application/json',
      dataschema: 'd',
      sequence: '7',
      data: { locked: true, operatorId: 'p' },
      [SCOPE]: {},
    })
  })

  it('[D1] data of a publisher outside as it came, opened when it is JSON text', () => {
    const seen = (data: unknown) => matchable({ ...event, timeText: '2026-09-21T22:13:20+08:00', data })
    expect(seen('{"a":1}').data).toEqual({ a: 1 })
    expect(seen('plain').data).toBe('plain')
    expect(seen([1]).data).toEqual([1])
    expect('data' in seen(undefined)).toBe(false)
    expect(seen(null).time).toBe('2026-09-21T22:13:20+08:00')
  })
})
