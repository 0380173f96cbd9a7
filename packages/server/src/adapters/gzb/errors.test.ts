import { REFUSAL_CODES, Refusal } from '@parley/core'
import { errorCodes } from '@parley/protocol'
import { describe, expect, it } from 'vitest'
import { CODE_OF_REFUSAL, faultOf, WireError } from './errors.ts'

describe('[WC] 4.10 error codes', () => {
  it('knows a documented code for every refusal', () => {
    expect(Object.keys(CODE_OF_REFUSAL).sort()).toEqual([...REFUSAL_CODES].sort())
    for (const code of Object.values(CODE_OF_REFUSAL)) expect(errorCodes).toHaveProperty(String(code))
  })

  it.each([
    ['too-many', { retryAfterMs: 1_200 }, 429, { retryAfter: 2 }],
    ['account-blocked', { retryAfterMs: 60_000 }, 419, { retryAfter: 60 }],
    ['invalid', { path: 'title', rule: 'length' }, 601, { field: 'confName', rule: 'length' }],
    ['not-started', { start: 5 }, 730, { startTime: 5 }],
    ['host-first', {}, 730, { startTime: null }],
    ['full', { limit: 3 }, 734, { maxMembers: 3 }],
    ['no-participant', {}, 612, { kind: 'member' }],
    ['link-taken', {}, 602, { field: 'password' }],
    ['exists', {}, 614, { field: 'userId' }],
    ['stale-cursor', { revision: 4 }, 740, { version: 4 }],
    ['timeout', {}, 504, { unknown: true }],
    ['host-needed', {}, 736, undefined],
  ] as const)('tells %s with what a client needs to know', (refusal, details, code, data) => {
    const fault = faultOf(new Refusal(refusal, 'why', details))
    expect(fault).toEqual({ code, message: 'why', ...(data ? { data } : {}) })
  })

  it('keeps faults of ours to itself', () => {
    expect(faultOf(new Error('password hunter2 in table x'))).toEqual({ code: 500, message: errorCodes[500] })
    expect(faultOf(new WireError(741, 'moved', { epoch: 2 }))).toEqual({
      code: 741,
      message: 'moved',
      data: { epoch: 2 },
    })
  })
})
