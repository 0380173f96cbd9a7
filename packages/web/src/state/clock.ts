/** Time and chance come from outside, so that rules about waiting are tested without waiting. */
export type Clock = {
  /** Epoch milliseconds. */
  now: () => number
  /** Runs once after `delayMs`; the returned function calls it off. */
  after: (delayMs: number, run: () => void) => () => void
  /** Runs once before the next picture is drawn; on a page that nobody sees, a quarter of a second later. */
  frame: (run: () => void) => () => void
  /** 0 ≤ x < 1. */
  random: () => number
}

export const browserClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
  frame: (run) => {
    const stop = () => {
      cancelAnimationFrame(picture)
      clearTimeout(timer)
    }
    const go = () => {
      stop()
      run()
    }
    const picture = requestAnimationFrame(go)
    const timer = setTimeout(go, 250)
    return stop
  },
  random: () => Math.random(),
}
