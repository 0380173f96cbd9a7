import { REFUSAL_CODES } from '@parley/core'
import { describe, expect, it } from 'vitest'
import { ERRORS, presentError, presentRefusal, WireError } from './errors.ts'

describe('errors', () => {
  it('have a code of nine digits behind a service, and a constant-like name', () => {
    for (const [code, [status, message]] of Object.entries(ERRORS)) {
      if (code === 'APIGW.0101') continue
      expect(code).toMatch(/^(MMC|USG)\.\d{9}$/)
      expect(message).toMatch(/^[A-Z_]+$/)
      expect(code.startsWith('MMC.') ? [400, 429, 500] : [400, 401, 412, 423]).toContain(status)
    }
  })

  it('answer every refusal of the core in every area', () => {
    for (const code of REFUSAL_CODES) {
      for (const area of ['login', 'management', 'control'] as const) {
        const wire = presentRefusal({ code, details: {} }, area)
        expect(wire.status).toBeGreaterThanOrEqual(400)
        expect(Object.keys(presentError(wire))).toEqual(['error_code', 'error_msg'])
      }
    }
  })

  it('are spelled by the area', () => {
    const of = (code: (typeof REFUSAL_CODES)[number], area: 'login' | 'management' | 'control') => {
      const { code: wire, status } = presentRefusal({ code, details: {} }, area)
      return [status, wire]
    }
    expect(of('unauthenticated', 'management')).toEqual([401, 'USG.000000004'])
    expect(of('unauthenticated', 'control')).toEqual([400, 'MMC.111072065'])
    expect(of('forbidden', 'management')).toEqual([403, 'MMC.111070002'])
    expect(of('forbidden', 'control')).toEqual([400, 'MMC.111072070'])
    expect(of('no-conference', 'management')).toEqual([400, 'MMC.111070005'])
    expect(of('no-conference', 'control')).toEqual([400, 'MMC.111072065'])
    expect(of('too-many', 'control')).toEqual([429, 'MMC.100000429'])
    expect(of('unavailable', 'control')).toEqual([500, 'MMC.111070003'])
    expect(of('timeout', 'control')).toEqual([500, 'MMC.111072049'])
  })

  it('say which field was wrong where a code exists for it', () => {
    const details = { path: 'title', rule: 'length' }
    expect(presentRefusal({ code: 'invalid', details }, 'management').code).toBe('MMC.111071022')
    expect(presentRefusal({ code: 'invalid', details: {} }, 'management').code).toBe('MMC.111071061')
  })

  it('carry their own status', () => {
    expect(new WireError('USG.206030015').status).toBe(423)
  })
})
