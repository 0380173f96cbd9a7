import type { Clock, Instant } from '@parley/core'

/** More appends a second than this are a storm. */
const STORM_PER_SECOND = 200
/** In a storm everybody is told this seldom: ten messages of a type a second. */
const STORM_GAP_MS = 100

/**
 * When to tell: at the end of the turn, so that all that one commit brought is told at once; in a storm (a thousand people
 * joining) at most every 100 ms. A lone change never waits.
 */
export class Gather {
  private heat = 0
  private heatAt: Instant = 0
  private lastAt: Instant = Number.NEGATIVE_INFINITY
  private callOff: (() => void) | null = null
  private atEndOfTurn = false

  constructor(
    private readonly clock: Clock,
    private readonly tell: () => void,
  ) {}

  /** Something is to be told. */
  ask(): void {
    const now = this.clock.now()
    // A leaky count: at a steady rate it settles near the appends of one second.
    this.heat = this.heat * Math.exp((this.heatAt - now) / 1000) + 1
    this.heatAt = now
    if (this.callOff || this.atEndOfTurn) return
    const dueAt = this.lastAt + STORM_GAP_MS
    if (this.heat > STORM_PER_SECOND && now < dueAt) {
      this.callOff = this.clock.wakeAt(dueAt, () => {
        this.callOff = null
        this.now()
      })
      return
    }
    this.atEndOfTurn = true
    queueMicrotask(() => {
      if (!this.atEndOfTurn) return
      this.atEndOfTurn = false
      this.now()
    })
  }

  /** Tells at once. */
  now(): void {
    this.stop()
    this.lastAt = this.clock.now()
    this.tell()
  }

  stop(): void {
    this.callOff?.()
    this.callOff = null
    this.atEndOfTurn = false
  }
}
