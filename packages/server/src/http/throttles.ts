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
  /**
   * `work` under a bucket, for what takes a while to find out; null is a failure and counts. As many run at once as
   * failures are left, so that tries of one moment do not all get past an empty count; the others wait for them.
   */
  attempt<T>(bucket: Bucket, key: string, work: () => Promise<T | null>): Promise<T | null>
  /** A limit of the caller's own, counted whatever the outcome. Refuses with `too-many` when it is used up. */
  spend(name: string, key: string, limit: number, windowMs: number): void
}

const MOST_KEYS = 100_000

/** `factor` multiplies every limit. */
export function createThrottles({ clock, factor }: { clock: Clock; factor: number }): Throttles {
  /** Moments, oldest first, per bucket and key. */
  const moments = new Map<string, number[]>()
  /** Attempts under way, and who waits for one of them to end. */
  const underWay = new Map<string, { count: number; waiting: (() => void)[] }>()

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

  const most = (limit: number): number => Math.max(1, Math.floor(limit * factor))

  function refuseIfFull(id: string, limit: number, windowMs: number, longestMs: number): void {
    const since = clock.now() - windowMs
    const inWindow = recent(id, longestMs).filter((at) => at > since)
    const oldest = inWindow[inWindow.length - most(limit)]
    if (oldest !== undefined) {
      throw new Refusal('too-many', 'too many attempts', { retryAfterMs: oldest + windowMs - clock.now() })
    }
  }

  const longest = (bucket: Bucket): number => Math.max(...BUCKETS[bucket].map(({ windowMs }) => windowMs))

  function check(bucket: Bucket, key: string): void {
    for (const { limit, windowMs } of BUCKETS[bucket])
      refuseIfFull(`${bucket} ${key}`, limit, windowMs, longest(bucket))
  }

  /** How many may still fail before a window is full. */
  function room(bucket: Bucket, key: string): number {
    const kept = recent(`${bucket} ${key}`, longest(bucket))
    const left = BUCKETS[bucket].map(
      ({ limit, windowMs }) => most(limit) - kept.filter((at) => at > clock.now() - windowMs).length,
    )
    return Math.min(...left)
  }

  async function attempt<T>(bucket: Bucket, key: string, work: () => Promise<T | null>): Promise<T | null> {
    const id = `${bucket} ${key}`
    check(bucket, key)
    for (
      let others = underWay.get(id);
      others && others.count >= room(bucket, key);
      others = underWay.get(id)
    ) {
      const { waiting } = others
      await new Promise<void>((resolve) => waiting.push(resolve))
      check(bucket, key)
    }
    const own = underWay.get(id) ?? { count: 0, waiting: [] }
    underWay.set(id, own)
    own.count += 1
    try {
      const result = await work()
      if (result === null) note(id, longest(bucket))
      return result
    } finally {
      own.count -= 1
      if (own.count === 0) underWay.delete(id)
      // All of them look again: each finds room, waits on, or is refused.
      for (const go of own.waiting.splice(0)) go()
    }
  }

  return {
    check,
    attempt,
    fail: (bucket, key) => note(`${bucket} ${key}`, longest(bucket)),
    ok: (bucket, key) => void moments.delete(`${bucket} ${key}`),
    spend(name, key, limit, windowMs) {
      const id = `${name} ${key}`
      refuseIfFull(id, limit, windowMs, windowMs)
      note(id, windowMs)
    },
  }
}
