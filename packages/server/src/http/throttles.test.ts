import { HOUR, MINUTE, type Refusal } from '@parley/core'
import { FakeClock } from '@parley/core/memory'
import { describe, expect, it } from 'vitest'
import { createThrottles } from './throttles.ts'

function refused(act: () => void): Refusal | null {
  try {
    act()
    return null
  } catch (error) {
    return error as Refusal
  }
}

describe('throttles', () => {
  it('the eleventh wrong link within a minute is refused, and told when to come back', () => {
    const clock = new FakeClock(0)
    const throttles = createThrottles({ clock, factor: 1 })
    for (let n = 0; n < 10; n++) {
      expect(refused(() => throttles.check('link', 'a'))).toBeNull()
      throttles.fail('link', 'a')
      clock.advance(1_000)
    }
    expect(refused(() => throttles.check('link', 'a'))).toMatchObject({
      code: 'too-many',
      details: { retryAfterMs: 50_000 },
    })
    expect(refused(() => throttles.check('link', 'b'))).toBeNull()
    clock.advance(50_000)
    expect(refused(() => throttles.check('link', 'a'))).toBeNull()
  })

  it('the wider window counts too', () => {
    const clock = new FakeClock(0)
    const throttles = createThrottles({ clock, factor: 1 })
    for (let n = 0; n < 60; n++) {
      throttles.fail('link', 'a')
      clock.advance(20_000)
    }
    expect(refused(() => throttles.check('link', 'a'))).toMatchObject({
      details: { retryAfterMs: HOUR - 60 * 20_000 },
    })
  })

  it('the right secret forgives', () => {
    const throttles = createThrottles({ clock: new FakeClock(0), factor: 1 })
    for (let n = 0; n < 5; n++) throttles.fail('password', 'c a')
    expect(refused(() => throttles.check('password', 'c a'))).not.toBeNull()
    throttles.ok('password', 'c a')
    expect(refused(() => throttles.check('password', 'c a'))).toBeNull()
  })

  it('a factor raises every limit', () => {
    const throttles = createThrottles({ clock: new FakeClock(0), factor: 10 })
    for (let n = 0; n < 49; n++) throttles.fail('password', 'c a')
    expect(refused(() => throttles.check('password', 'c a'))).toBeNull()
    throttles.fail('password', 'c a')
    expect(refused(() => throttles.check('password', 'c a'))).not.toBeNull()
  })

  it('a limit of the caller’s own is used up by use', () => {
    const clock = new FakeClock(0)
    const throttles = createThrottles({ clock, factor: 1 })
    throttles.spend('tickets', 'c', 2, MINUTE)
    throttles.spend('tickets', 'c', 2, MINUTE)
    expect(refused(() => throttles.spend('tickets', 'c', 2, MINUTE))).toMatchObject({ code: 'too-many' })
    clock.advance(MINUTE)
    expect(refused(() => throttles.spend('tickets', 'c', 2, MINUTE))).toBeNull()
  })

  it('tries of one moment do not get past an empty count: as many run as failures are left', async () => {
    const throttles = createThrottles({ clock: new FakeClock(0), factor: 1 })
    let tried = 0
    const wrong = () =>
      throttles.attempt('login-account', 'li', async () => {
        tried += 1
        await Promise.resolve()
        return null
      })
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, wrong))
    expect(tried).toBe(5)
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(45)
    expect(refused(() => throttles.check('login-account', 'li'))).not.toBeNull()
  })

  it('right tries of one moment all pass, a fault counts for nobody', async () => {
    const throttles = createThrottles({ clock: new FakeClock(0), factor: 1 })
    const right = () => throttles.attempt('login-account', 'li', async () => 'in')
    expect(await Promise.all(Array.from({ length: 50 }, right))).toEqual(Array(50).fill('in'))
    const faults = Array.from({ length: 50 }, () =>
      throttles.attempt('login-account', 'li', async () => {
        throw new Error('the store is away')
      }),
    )
    for (const { status } of await Promise.allSettled(faults)) expect(status).toBe('rejected')
    expect(refused(() => throttles.check('login-account', 'li'))).toBeNull()
  })
})
