import type { Instant } from '../../instant.ts'

/** Saved up at most for this long: what a late timer missed, and no burst beyond it. */
const SAVED_S = 0.02

/** So many a second, evenly: in no second more than `perSecond` and 2 % of it, or one. */
export class TokenBucket {
  readonly #perSecond: number
  readonly #most: number
  #tokens: number
  #filledAt: Instant

  constructor(perSecond: number, now: Instant) {
    this.#perSecond = perSecond
    this.#most = Math.max(1, perSecond * SAVED_S)
    this.#tokens = this.#most
    this.#filledAt = now
  }

  /** How many may be taken now. */
  available(now: Instant): number {
    const grown = (Math.max(0, now - this.#filledAt) / 1_000) * this.#perSecond
    // A token that rounding keeps a hair away would be waited for in vain.
    return Math.floor(Math.min(this.#most, this.#tokens + grown) + 1e-6)
  }

  take(now: Instant): boolean {
    if (this.available(now) < 1) return false
    const grown = (Math.max(0, now - this.#filledAt) / 1_000) * this.#perSecond
    this.#tokens = Math.max(0, Math.min(this.#most, this.#tokens + grown) - 1)
    this.#filledAt = Math.max(now, this.#filledAt)
    return true
  }

  /** When one may be taken; `now` or earlier when that is already so. */
  nextAt(): Instant {
    return this.#filledAt + Math.ceil((Math.max(0, 1 - this.#tokens) / this.#perSecond) * 1_000)
  }
}
