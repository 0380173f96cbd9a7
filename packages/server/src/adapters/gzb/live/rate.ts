import type { Clock } from '@parley/core'

/** Says whether one more is still within `limit` per `windowMs`; those refused are not counted. */
export function createRate(clock: Pick<Clock, 'now'>, limit: number, windowMs: number): () => boolean {
  let moments: number[] = []
  /** Those before it are out of the window. */
  let first = 0
  return () => {
    const now = clock.now()
    while (first < moments.length && (moments[first] as number) <= now - windowMs) first += 1
    if (first > moments.length / 2) {
      moments = moments.slice(first)
      first = 0
    }
    if (moments.length - first >= limit) return false
    moments.push(now)
    return true
  }
}
