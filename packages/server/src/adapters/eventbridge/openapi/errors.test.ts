import { REFUSAL_CODES, Refusal } from '@parley/core'
import { describe, expect, it } from 'vitest'
import { ApiError, apiErrorOf, ERRORS, presentError } from './errors.ts'

describe('errors', () => {
  it('answer every refusal of the core: with a code, or as a fault of ours', () => {
    for (const code of REFUSAL_CODES) {
      const error = apiErrorOf(new Refusal(code, 'why'))
      if (error) expect([code, ERRORS[error.code]]).not.toEqual([code, 500])
    }
    expect(apiErrorOf(new Refusal('too-many'))).toMatchObject({ code: 'TooManyRequests' })
    expect(apiErrorOf(new Refusal('invalid', 'x: no'))).toMatchObject({ message: 'x: no' })
    expect(apiErrorOf(new Refusal('no-conference'))).toBeNull()
    expect(apiErrorOf(new TypeError('x'))).toBeNull()
  })

  it('[AL] 5.7 have their keys in both casings', () => {
    expect(presentError(new ApiError('EventBusNotExist', 'no bus x'), '9f1d')).toEqual({
      code: 'EventBusNotExist',
      message: 'no bus x',
      requestId: '9f1d',
      Code: 'EventBusNotExist',
      Message: 'no bus x',
      RequestId: '9f1d',
    })
  })

  it('[AL] 5.8 travel under the statuses of the document', () => {
    expect(new Set(Object.values(ERRORS))).toEqual(new Set([403, 404, 409, 429, 500]))
    expect(ERRORS.SignatureDoesNotMatch).toBe(403)
    expect(ERRORS.EventRuleNotExisted).toBe(409)
  })
})
