import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR, SECOND } from '../instant.ts'
import { afterAttempt } from './delivery.ts'

const at = 1_800_000_000_000
const failed = { status: 500, retryAfterMs: null }
const step = (
  attempts: number,
  outcome: { status: number | null; retryAfterMs: number | null },
  chance = 0,
) => afterAttempt({ attempts, retry: 'BACKOFF_RETRY', firstAt: at }, outcome, at, () => chance)

describe('after an attempt', () => {
  it('[D9] any status from 200 to 299 is success', () => {
    for (let status = 100; status < 600; status += 1)
      expect(step(1, { status, retryAfterMs: null }).status).toBe(
        status >= 200 && status <= 299 ? 'delivered' : status === 410 ? 'exhausted' : 'pending',
      )
  })

  it('[D9] no answer is a failure', () => {
    expect(step(1, { status: null, retryAfterMs: null }).status).toBe('pending')
  })

  it('[D10] three retries, then exhausted', () => {
    expect([1, 2, 3, 4].map((attempts) => step(attempts, failed).status)).toEqual([
      'pending',
      'pending',
      'pending',
      'exhausted',
    ])
    expect(step(4, failed).dueAt).toBeNull()
  })

  it('[D10] each wait is drawn anew from 10 to 20 s after the end of the attempt', () => {
    const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
    fc.assert(
      fc.property(chance, fc.integer({ min: 1, max: 3 }), (drawn, attempts) => {
        expect(step(attempts, failed, drawn).dueAt).toBe(at + Math.round(10_000 + drawn * 10_000))
      }),
    )
  })

  it('[D11] a 429 or 503 that asks for more time gets it, up to 10 h', () => {
    for (const status of [429, 503]) {
      expect(step(1, { status, retryAfterMs: 90 * SECOND }).dueAt).toBe(at + 90 * SECOND)
      expect(step(1, { status, retryAfterMs: 5 * SECOND }).dueAt).toBe(at + 10 * SECOND)
      expect(step(1, { status, retryAfterMs: 48 * HOUR }).dueAt).toBe(at + 10 * HOUR)
    }
  })

  it('[D11] on other answers Retry-After says nothing', () => {
    expect(step(1, { status: 500, retryAfterMs: 90 * SECOND }).dueAt).toBe(at + 10 * SECOND)
  })

  it('[D11] asking for more time gives no more attempts', () => {
    expect(step(4, { status: 503, retryAfterMs: SECOND }).status).toBe('exhausted')
  })

  it('[D60] after 410 there is no other attempt', () => {
    expect(step(1, { status: 410, retryAfterMs: SECOND })).toEqual({ status: 'exhausted', dueAt: null })
  })

  it('[D61] a strategy that gives up after a time begins no attempt later, whatever the receiver asks for', () => {
    const chain = (firstAt: number) => ({ attempts: 30, retry: 'HUAWEI_RETRY', firstAt }) as const
    const asked = { status: 503, retryAfterMs: 10 * HOUR }
    expect(afterAttempt(chain(at - 14 * HOUR), asked, at, () => 0)).toEqual({
      status: 'pending',
      dueAt: at + 10 * HOUR,
    })
    expect(afterAttempt(chain(at - 14 * HOUR - 1), asked, at, () => 0).status).toBe('exhausted')
  })
})
