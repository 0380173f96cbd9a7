import type { Clock } from '@parley/core'

/** Says whether one more is still within `limit` per `windowMs`; those refused are not counted. */
export function createRate(clock: Pick<Clock, 'now'>, limit: number, windowMs: number): () => boolean {
  let moments: number[] = []
  return () => {
    const now = clock.now()
    if (moments.length >= limit) moments = moments.filter((at) => at > now - windowMs)
    if (moments.length >= limit) return false
    moments.push(now)
    return true
  }
}
