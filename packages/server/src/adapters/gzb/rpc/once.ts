import { type Clock, MINUTE, refuse } from '@parley/core'

/** `idemKey` for what is no command of a conference; the kernel does the same for commands, durably. In memory. */
export type Once = {
  /** The first answer under `key` again; the key with other `params` is refused with `conflict`. */
  run<R>(key: string, params: unknown, act: () => Promise<R>): Promise<R>
}

const LIFE_MS = 10 * MINUTE
const MOST = 10_000

export function createOnce(clock: Clock): Once {
  const kept = new Map<string, { fingerprint: string; answer: Promise<unknown>; until: number }>()
  return {
    run<R>(key: string, params: unknown, act: () => Promise<R>): Promise<R> {
      const fingerprint = JSON.stringify(params)
      const before = kept.get(key)
      if (before && before.until > clock.now()) {
        if (before.fingerprint !== fingerprint) refuse('conflict', 'the key was used for another request')
        return before.answer as Promise<R>
      }
      const answer = act()
      kept.delete(key)
      kept.set(key, { fingerprint, answer, until: clock.now() + LIFE_MS })
      // Refused: nothing was done, so the next try is a first one.
      answer.catch(() => kept.delete(key))
      const oldest = kept.keys().next().value
      if (kept.size > MOST && oldest !== undefined) kept.delete(oldest)
      return answer
    },
  }
}
