import type { Clock } from '@parley/core'

/** A timer of Node takes at most this many ms; longer ones are set again. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

export function createClock(): Clock {
  return {
    now: () => Date.now(),
    wakeAt(at, wake) {
      let timer: NodeJS.Timeout
      const set = (): void => {
        const left = Math.max(0, at - Date.now())
        timer = left > LONGEST_TIMER_MS ? setTimeout(set, LONGEST_TIMER_MS) : setTimeout(wake, left)
        timer.unref()
      }
      set()
      return () => clearTimeout(timer)
    },
  }
}
