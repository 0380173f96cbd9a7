/** When the readers of one conference are told what has gathered: together, so that they can share its bytes. */
import type { Clock, ConferenceId } from '@parley/core'

/** At most ten notifications a second. */
const GAP_MS = 100

export type Cadence = {
  /** Calls `tell` once: at the end of this turn, or as soon as the last telling is long enough ago. */
  ask(tell: () => void): void
  /** It has nothing to be told any more. */
  withdraw(tell: () => void): void
}

export function createCadence(clock: Clock): Cadence {
  const waiting = new Set<() => void>()
  let nextAt = Number.NEGATIVE_INFINITY
  let isDue = false

  function tellAll(): void {
    isDue = false
    nextAt = clock.now() + GAP_MS
    const told = [...waiting]
    waiting.clear()
    for (const tell of told) tell()
  }

  return {
    ask(tell) {
      waiting.add(tell)
      if (isDue) return
      isDue = true
      // The end of the turn: what one commit brought goes out at once, and in one piece.
      if (clock.now() >= nextAt) queueMicrotask(tellAll)
      else clock.wakeAt(nextAt, tellAll)
    },
    withdraw: (tell) => void waiting.delete(tell),
  }
}

export type Cadences = { of(confId: ConferenceId): Cadence }

/** One cadence per conference, for as long as somebody holds it. */
export function createCadences(clock: Clock): Cadences {
  const cadences = new Map<ConferenceId, WeakRef<Cadence>>()
  const forget = new FinalizationRegistry<ConferenceId>((confId) => {
    if (!cadences.get(confId)?.deref()) cadences.delete(confId)
  })
  return {
    of(confId) {
      const known = cadences.get(confId)?.deref()
      if (known) return known
      const made = createCadence(clock)
      cadences.set(confId, new WeakRef(made))
      forget.register(made, confId)
      return made
    },
  }
}
