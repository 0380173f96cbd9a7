/** Time and chance come from outside, so that rules about waiting are tested without waiting. */
export type Clock = {
  /** Epoch milliseconds. */
  now: () => number
  /** Runs once after `delayMs`; the returned function calls it off. */
  after: (delayMs: number, run: () => void) => () => void
  /** 0 ≤ x < 1. */
  random: () => number
}

export const browserClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
  random: () => Math.random(),
}
