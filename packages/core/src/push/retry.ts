import { DAY, HOUR, MINUTE, SECOND } from '../instant.ts'

/** How often and when a failed attempt is made again. The first two are the document's ([AL] 3.6). */
export type RetryStrategy = (typeof RETRY_STRATEGIES)[number]

/** In the order in which a person is offered them. */
export const RETRY_STRATEGIES = [
  'BACKOFF_RETRY',
  'EXPONENTIAL_DECAY_RETRY',
  'STANDARD_WEBHOOKS_RETRY',
  'HUAWEI_RETRY',
] as const

/** A draw from [0, 1). Given, so that tests know it. */
export type Chance = () => number

type Schedule = {
  /** Attempts in one chain, the first included. */
  attempts: number
  /** Wait after the failed attempt `no` (from 1) of the chain. */
  waitMs(no: number, chance: Chance): number
  /** No attempt begins later than this after the first one: a receiver's `Retry-After` does not stretch the chain. */
  withinMs?: number
}

/** 1 s doubling to 512 s, and 512 s from there: 86,015 s in all. */
const LONGEST_DECAY_S = 512
/** Waits of Standard Webhooks: 75 h 35 min 5 s in all. */
const STANDARD_WAITS_MS = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
]
/** Receivers that failed together must not come back together. */
const STANDARD_JITTER = 0.2
/** [HW] 3.9: so many failures are followed by the short wait. */
const HUAWEI_SHORT_WAITS = 3
const HUAWEI_SHORT_MS = 30 * SECOND
const HUAWEI_LONG_MS = 30 * MINUTE
const HUAWEI_LONG_WAITS = Math.floor((DAY - HUAWEI_SHORT_WAITS * HUAWEI_SHORT_MS) / HUAWEI_LONG_MS)

const SCHEDULES: Record<RetryStrategy, Schedule> = {
  BACKOFF_RETRY: { attempts: 4, waitMs: (_no, chance) => Math.round((10 + 10 * chance()) * SECOND) },
  EXPONENTIAL_DECAY_RETRY: {
    attempts: 177,
    waitMs: (no) => Math.min(2 ** (no - 1), LONGEST_DECAY_S) * SECOND,
  },
  STANDARD_WEBHOOKS_RETRY: {
    attempts: STANDARD_WAITS_MS.length + 1,
    waitMs: (no, chance) =>
      Math.round((STANDARD_WAITS_MS[no - 1] ?? 0) * (1 - STANDARD_JITTER + 2 * STANDARD_JITTER * chance())),
  },
  HUAWEI_RETRY: {
    attempts: 1 + HUAWEI_SHORT_WAITS + HUAWEI_LONG_WAITS,
    waitMs: (no) => (no <= HUAWEI_SHORT_WAITS ? HUAWEI_SHORT_MS : HUAWEI_LONG_MS),
    withinMs: DAY,
  },
}

/**
 * How long to wait after the failed attempt `no` (from 1) of a chain, from its end on, in ms; null when it was the last.
 */
export function waitAfter(retry: RetryStrategy, no: number, chance: Chance): number | null {
  const { attempts, waitMs } = SCHEDULES[retry]
  return no >= attempts ? null : waitMs(no, chance)
}

/** How long after a chain's first attempt another one may still begin, in ms; infinite for most. */
export function lastAttemptWithin(retry: RetryStrategy): number {
  return SCHEDULES[retry].withinMs ?? Number.POSITIVE_INFINITY
}
