import type { Clock, Instant } from '@parley/core'

/** More appends a second than this are a storm. */
const STORM_PER_SECOND = 200
/** In a storm everybody is told this seldom: ten messages of a type a second. */
const STORM_GAP_MS = 100

/** More comings and goings a second than this are a crowd: each is small, and a reader gains nothing from seeing them one by one. */
const CROWD_PER_SECOND = 4
/** In a crowd. With those that were told at once before it was one, ten messages of a type in any second. */
const CROWD_GAP_MS = 150

/**
 * When to tell: at the end of the turn, so that all that one commit brought is told at once; in a storm at most every 100 ms, in
 * a crowd (hundreds of people entering) every 150 ms. A lone change never waits.
 */
export class Gather {
  private readonly storm = new Heat()
  private readonly crowd = new Heat()
  private lastAt: Instant = Number.NEGATIVE_INFINITY
  private callOff: (() => void) | null = null
  private atEndOfTurn = false

  constructor(
    private readonly clock: Clock,
    private readonly tell: () => void,
  ) {}

  /** Something is to be told. `coming`: people came or went. */
  ask({ coming = false }: { coming?: boolean } = {}): void {
    const now = this.clock.now()
    const stormy = this.storm.add(now) > STORM_PER_SECOND
    const crowded = (coming ? this.crowd.add(now) : this.crowd.at(now)) > CROWD_PER_SECOND
    if (this.callOff || this.atEndOfTurn) return
    const gapMs = crowded ? CROWD_GAP_MS : stormy ? STORM_GAP_MS : 0
    const dueAt = this.lastAt + gapMs
    if (now < dueAt) {
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

  /** Tells at once what is held back, if anything is. */
  hurry(): void {
    if (this.callOff || this.atEndOfTurn) this.now()
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

/** A leaky count: at a steady rate it settles near what one second brings. */
class Heat {
  private value = 0
  private since: Instant = 0

  at(now: Instant): number {
    return this.value * Math.exp((this.since - now) / 1000)
  }

  add(now: Instant): number {
    this.value = this.at(now) + 1
    this.since = now
    return this.value
  }
}
