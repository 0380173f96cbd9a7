import type { Clock } from '../platform.ts'

export type FakeClock = Clock & {
  /** Runs everything due within `ms`, in order, letting promises settle between. */
  advance(ms: number): Promise<void>
  pending(): number
}

/** Lets every promise that can settle without the clock do so. */
export const settle = async (): Promise<void> => {
  for (let i = 0; i < 30; i += 1) await Promise.resolve()
}

export const createFakeClock = (start = 1_763_800_000_000): FakeClock => {
  let now = start
  let seq = 0
  const timers = new Map<number, { at: number; run: () => void }>()
  const nextDue = (until: number) =>
    [...timers].filter(([, { at }]) => at <= until).sort(([a, x], [b, y]) => x.at - y.at || a - b)[0]
  return {
    now: () => now,
    after: (ms, run) => {
      seq += 1
      const id = seq
      timers.set(id, { at: now + Math.max(0, ms), run })
      return () => timers.delete(id)
    },
    advance: async (ms) => {
      const until = now + ms
      await settle()
      for (let due = nextDue(until); due; due = nextDue(until)) {
        const [id, { at, run }] = due
        timers.delete(id)
        now = Math.max(now, at)
        run()
        await settle()
      }
      now = until
    },
    pending: () => timers.size,
  }
}
