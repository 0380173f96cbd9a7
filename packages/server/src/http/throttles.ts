import { type Clock, HOUR, MINUTE, Refusal } from '@parley/core'

/** Failures that are counted, and the windows they are counted in. */
const BUCKETS = {
  /** Links that led nowhere, per address. */
  link: [
    { limit: 10, windowMs: MINUTE },
    { limit: 60, windowMs: HOUR },
  ],
  /** Wrong meeting passwords, per conference and address. */
  password: [{ limit: 5, windowMs: 5 * MINUTE }],
  /** Wrong logins, per account and per address. */
  'login-account': [{ limit: 5, windowMs: 15 * MINUTE }],
  'login-address': [{ limit: 30, windowMs: 15 * MINUTE }],
} as const satisfies Record<string, readonly { limit: number; windowMs: number }[]>

export type Bucket = keyof typeof BUCKETS

/** Counts failures and refuses who had too many. In memory: a restart forgives, and each node counts its own. */
export type Throttles = {
  /** Refuses with `too-many` and `retryAfterMs` when a window is full. */
  check(bucket: Bucket, key: string): void
  fail(bucket: Bucket, key: string): void
  /** Forgives: the right secret was shown. */
  ok(bucket: Bucket, key: string): void
  /** A limit of the caller's own, counted whatever the outcome. Refuses with `too-many` when it is used up. */
  spend(name: string, key: string, limit: number, windowMs: number): void
}

const MOST_KEYS = 100_000

/** `factor` multiplies every limit. */
export function createThrottles({ clock, factor }: { clock: Clock; factor: number }): Throttles {
  /** Moments, oldest first, per bucket and key. */
  const moments = new Map<string, number[]>()

  function recent(id: string, windowMs: number): number[] {
    const since = clock.now() - windowMs
    const kept = (moments.get(id) ?? []).filter((at) => at > since)
    if (kept.length > 0) moments.set(id, kept)
    else moments.delete(id)
    return kept
  }

  function note(id: string, windowMs: number): void {
    const kept = recent(id, windowMs)
    moments.delete(id)
    moments.set(id, [...kept, clock.now()])
    if (moments.size > MOST_KEYS) {
      const oldest = moments.keys().next().value
      if (oldest !== undefined) moments.delete(oldest)
    }
  }

  function refuseIfFull(id: string, limit: number, windowMs: number, longestMs: number): void {
    const since = clock.now() - windowMs
    const inWindow = recent(id, longestMs).filter((at) => at > since)
    const oldest = inWindow[inWindow.length - Math.max(1, Math.floor(limit * factor))]
    if (oldest !== undefined) {
      throw new Refusal('too-many', 'too many attempts', { retryAfterMs: oldest + windowMs - clock.now() })
    }
  }

  const longest = (bucket: Bucket): number => Math.max(...BUCKETS[bucket].map(({ windowMs }) => windowMs))

  return {
    check(bucket, key) {
      for (const { limit, windowMs } of BUCKETS[bucket])
        refuseIfFull(`${bucket} ${key}`, limit, windowMs, longest(bucket))
    },
    fail: (bucket, key) => note(`${bucket} ${key}`, longest(bucket)),
    ok: (bucket, key) => void moments.delete(`${bucket} ${key}`),
    spend(name, key, limit, windowMs) {
      const id = `${name} ${key}`
      refuseIfFull(id, limit, windowMs, windowMs)
      note(id, windowMs)
    },
  }
}
