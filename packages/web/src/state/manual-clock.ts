import type { Clock } from './clock.ts'

export type ManualClock = Clock & { advance: (ms: number) => Promise<void> }

/** Sixty pictures a second. */
export const frameMs = 16

/** A clock for tests: time moves only when told, and promises settle between two timers. */
export function createManualClock(start = 1_800_000_000_000, random = () => 0.5): ManualClock {
  let now = start
  let timers: { at: number; run: () => void }[] = []
  const after = (delayMs: number, run: () => void) => {
    const timer = { at: now + delayMs, run }
    timers.push(timer)
    return () => {
      timers = timers.filter((other) => other !== timer)
    }
  }
  const settle = async () => {
    for (let turn = 0; turn < 12; turn += 1) await Promise.resolve()
  }
  return {
    now: () => now,
    random,
    after,
    frame: (run) => after(frameMs, run),
    advance: async (ms) => {
      const end = now + ms
      await settle()
      for (;;) {
        const due = timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0]
        if (!due) break
        timers = timers.filter((other) => other !== due)
        now = Math.max(now, due.at)
        due.run()
        await settle()
      }
      now = end
    },
  }
}
