import { SECOND } from '../instant.ts'
import type { Target } from './rule.ts'

/** A draw from [0, 1). Given, so that tests know it. */
export type Chance = () => number

type Schedule = {
  /** Attempts in one chain, the first included. */
  attempts: number
  /** Wait after the failed attempt `no` (from 1) of the chain. */
  waitMs(no: number, chance: Chance): number
}

/** [AL] 3.6. */
const SCHEDULES: Record<Target['retry'], Schedule> = {
  BACKOFF_RETRY: { attempts: 4, waitMs: (_no, chance) => Math.round((10 + 10 * chance()) * SECOND) },
}

/** How long to wait after the failed attempt `no` (from 1) of a chain; null when it was the last. */
export function waitAfter(retry: Target['retry'], no: number, chance: Chance): number | null {
  const { attempts, waitMs } = SCHEDULES[retry]
  return no >= attempts ? null : waitMs(no, chance)
}
