/** Something with bytes to write. */
export type Flushable = { flush(): void }

/**
 * When to write. The first to ask after a quiet time is flushed at the end of the current turn; whoever asks soon after a
 * flush waits until `gatherMs` have passed since it, so that a burst is written in few, larger pieces. One pace
 * serves all sockets of a door: one timer, not one per socket.
 */
export type Pace = {
  /** Flushes `one` soon, once. */
  ask(one: Flushable): void
}

export type PaceOptions = {
  /** 0: always at the end of the turn. */
  gatherMs?: number
  /** Milliseconds of a clock that never runs back. */
  now?: () => number
  atEndOfTurn?: (run: () => void) => void
  after?: (ms: number, run: () => void) => void
}

export const GATHER_MS = 4

export function createPace({
  gatherMs = GATHER_MS,
  now = () => performance.now(),
  atEndOfTurn = (run) => void setImmediate(run),
  after = (ms, run) => void setTimeout(run, ms),
}: PaceOptions = {}): Pace {
  let asking = new Set<Flushable>()
  let scheduled = false
  let quietSince = Number.NEGATIVE_INFINITY

  function flushAll(): void {
    scheduled = false
    const due = asking
    asking = new Set()
    for (const one of due) one.flush()
    // Counted from the end: under load the writing itself must not eat the time in which to gather.
    quietSince = now()
  }

  return {
    ask(one) {
      asking.add(one)
      if (scheduled) return
      scheduled = true
      const wait = quietSince + gatherMs - now()
      if (wait > 0) after(wait, flushAll)
      else atEndOfTurn(flushAll)
    },
  }
}
