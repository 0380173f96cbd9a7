import type { Instant } from '../instant.ts'
import type { Clock } from '../ports/clock.ts'

type Alarm = { at: Instant; wake: () => void }

/** Time that stands still until it is told to go on. */
export class FakeClock implements Clock {
  #now: Instant
  readonly #alarms = new Set<Alarm>()

  constructor(start: Instant = 1_800_000_000_000) {
    this.#now = start
  }

  now(): Instant {
    return this.#now
  }

  wakeAt(at: Instant, wake: () => void): () => void {
    const alarm = { at, wake }
    this.#alarms.add(alarm)
    return () => this.#alarms.delete(alarm)
  }

  /** Fires what falls due on the way, in order, each at its own moment; what a fired one asks for included. */
  advance(ms: number): void {
    const until = this.#now + ms
    for (;;) {
      const next = this.#earliest()
      if (!next || next.at > until) break
      this.#alarms.delete(next)
      this.#now = Math.max(this.#now, next.at)
      next.wake()
    }
    this.#now = until
  }

  #earliest(): Alarm | undefined {
    let least: Alarm | undefined
    for (const alarm of this.#alarms) if (!least || alarm.at < least.at) least = alarm
    return least
  }
}
