import { describe, expect, it } from 'vitest'
import { DAY, SECOND } from '../instant.ts'
import { lastAttemptWithin, RETRY_STRATEGIES, type RetryStrategy, waitAfter } from './retry.ts'

/** The waits of a chain whose every attempt fails, in seconds. */
function waits(retry: RetryStrategy, chance = 0.5): number[] {
  const seconds: number[] = []
  for (let no = 1; ; no += 1) {
    const wait = waitAfter(retry, no, () => chance)
    if (wait === null) return seconds
    seconds.push(wait / SECOND)
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)

describe('waits of a chain of attempts', () => {
  it('[D10] BACKOFF_RETRY: three, each of 10 to 20 s', () => {
    expect(waits('BACKOFF_RETRY', 0)).toEqual([10, 10, 10])
    expect(waits('BACKOFF_RETRY', 1 - Number.EPSILON)).toEqual([20, 20, 20])
    let no = 0
    const draws = [0.1, 0.9]
    expect([1, 2].map((n) => waitAfter('BACKOFF_RETRY', n, () => draws[no++] ?? 0))).toEqual([11_000, 19_000])
  })

  it('[D30] EXPONENTIAL_DECAY_RETRY: exactly 176, 86,015 s in all, drawn from nothing', () => {
    const all = waits('EXPONENTIAL_DECAY_RETRY')
    expect(all).toHaveLength(176)
    expect(all.slice(0, 11)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 512])
    expect(all.slice(9)).toEqual(Array.from({ length: 167 }, () => 512))
    expect(sum(all)).toBe(86_015)
    expect(waits('EXPONENTIAL_DECAY_RETRY', 0)).toEqual(waits('EXPONENTIAL_DECAY_RETRY', 0.99))
  })

  it('[D31] STANDARD_WEBHOOKS_RETRY: nine over 75 h 35 min 5 s, 20 % to either side', () => {
    const nominal = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]
    expect(waits('STANDARD_WEBHOOKS_RETRY')).toEqual(nominal)
    expect(sum(nominal)).toBe(75 * 3_600 + 35 * 60 + 5)
    expect(waits('STANDARD_WEBHOOKS_RETRY', 0)).toEqual(nominal.map((wait) => wait * 0.8))
    expect(waits('STANDARD_WEBHOOKS_RETRY', 1)).toEqual(nominal.map((wait) => wait * 1.2))
  })

  it('[D32] HUAWEI_RETRY: three times 30 s, then every 30 minutes, the last one within 24 h of the first', () => {
    const all = waits('HUAWEI_RETRY')
    expect(all.slice(0, 5)).toEqual([30, 30, 30, 1_800, 1_800])
    expect(new Set(all.slice(3))).toEqual(new Set([1_800]))
    expect(sum(all) * SECOND).toBeLessThanOrEqual(DAY)
    expect((sum(all) + 1_800) * SECOND).toBeGreaterThan(DAY)
    expect(lastAttemptWithin('HUAWEI_RETRY')).toBe(DAY)
  })

  it('ends for every strategy, and the others end by their number only', () => {
    for (const retry of RETRY_STRATEGIES) expect(waits(retry).length).toBeLessThan(200)
    expect(lastAttemptWithin('EXPONENTIAL_DECAY_RETRY')).toBe(Number.POSITIVE_INFINITY)
  })
})
