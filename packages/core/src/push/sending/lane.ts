import type { Instant } from '../../instant.ts'
import type { Delivery } from '../delivery.ts'
import type { Rule, Target } from '../rule.ts'
import { AttemptWindow } from './health.ts'
import { TokenBucket } from './rate.ts'

/** A claimed delivery, ours until `until`. */
export type Leased = { lane: Lane; delivery: Delivery; until: Instant }

/** A target with its rule, as they were read last. */
export type Known = { rule: Rule; target: Target }

const NEVER = Number.POSITIVE_INFINITY

/** One target: what is known of it, and what of its deliveries is in hand. */
export class Lane {
  readonly targetId: string
  /** Attempts at once, now: doubled by each success up to the target's concurrency, 1 after a failure. */
  width = 1
  /** Whether its last attempt succeeded. */
  healthy = false
  /** Claimed, not begun. */
  waiting: Leased[] = []
  /** Begun, not answered. */
  sending = 0
  /** Claimed, its attempt not kept yet; those waiting and sending included. */
  held = 0
  /** From then on something may be due. */
  dueAt: Instant = NEVER
  /** The one attempt that an open breaker lets pass is ours to make. */
  probing = false
  readonly window = new AttemptWindow()
  #known: Known | null = null
  #isOpen = false
  /** Settings of this version or later are there to be read. */
  #version = 0
  #bucket: TokenBucket | null = null
  #idleSince: Instant | null = null

  constructor(targetId: string) {
    this.targetId = targetId
  }

  get known(): Known | null {
    return this.#known
  }

  /** Nothing, or only something older, is known. */
  get isStranger(): boolean {
    return this.#known === null || this.#known.target.version < this.#version
  }

  learn(known: Known, now: Instant): void {
    const was = this.#known?.target.ratePerSecond ?? null
    const { ratePerSecond, version, concurrency, state } = known.target
    this.#known = known
    // Closed, by whomever: else the failures that opened it would open it again with the next one.
    if (this.#isOpen && state.openUntil === null) this.window.clear()
    this.#isOpen = state.openUntil !== null
    // A version that was heard of and is not there: the hint was wrong, and would be asked for again and again.
    this.#version = version
    this.width = Math.min(this.width, concurrency)
    if (ratePerSecond === null) this.#bucket = null
    else if (!this.#bucket || was !== ratePerSecond) this.#bucket = new TokenBucket(ratePerSecond, now)
  }

  /** What is known is out of date in a way that no version tells. */
  doubt(): void {
    this.#known = null
  }

  hear(version: number, dueAt: Instant): void {
    this.#version = Math.max(this.#version, version)
    this.dueAt = Math.min(this.dueAt, dueAt)
    this.#idleSince = null
  }

  /** Null: nothing is sent now. Otherwise the moment from which its breaker lets something pass; 0 when it is closed. */
  opensAt(): Instant | null {
    if (!this.#known || this.#known.target.state.is === 'paused') return null
    return this.#known.target.state.openUntil ?? 0
  }

  /** How many to claim now; `extras`: one may hold more than one at all. */
  room(now: Instant, extras: boolean): number {
    const opensAt = this.opensAt()
    if (opensAt === null || (opensAt > 0 && !this.probing)) return 0
    const slots = this.#slots(extras)
    return this.#bucket
      ? Math.min(slots, Math.max(0, this.#bucket.available(now) - this.waiting.length))
      : slots
  }

  mayBegin(now: Instant): boolean {
    const opensAt = this.opensAt()
    if (this.waiting.length === 0 || opensAt === null || (opensAt > 0 && !this.probing)) return false
    return this.sending < this.width && (this.#bucket === null || this.#bucket.available(now) > 0)
  }

  /** What waits should go back: it would wait for long, or for good. */
  shouldGiveBack(): boolean {
    const opensAt = this.opensAt()
    return opensAt === null || (!this.probing && (opensAt > 0 || (!this.healthy && this.sending > 0)))
  }

  begin(now: Instant): Leased | undefined {
    this.#bucket?.take(now)
    this.sending += 1
    return this.waiting.shift()
  }

  /** `failed` null: nothing was learnt about the target. */
  answered(failed: boolean | null): void {
    this.sending -= 1
    if (failed === null) return
    this.healthy = !failed
    this.width = failed ? 1 : Math.min(this.width * 2, this.#known?.target.concurrency ?? 1)
  }

  /** When to look again without being told; never while it is full. */
  nextAt(now: Instant, extras: boolean): Instant {
    if (this.isStranger) return this.dueAt
    const opensAt = this.opensAt()
    if (opensAt === null) return NEVER
    const token = this.#bucket && this.#bucket.available(now) < 1 ? this.#bucket.nextAt() : 0
    if (this.waiting.length > 0) return this.sending < this.width && token > 0 ? token : NEVER
    return this.#slots(extras) > 0 ? Math.max(this.dueAt, opensAt, token) : NEVER
  }

  /** Nothing to do for so long. */
  idleFor(now: Instant): number {
    if (this.held > 0 || this.dueAt < NEVER) this.#idleSince = null
    else this.#idleSince ??= now
    return now - (this.#idleSince ?? now)
  }

  /** Some wait while others are on their way, so that claiming need not follow every attempt. */
  #slots(extras: boolean): number {
    const most = extras && this.healthy && this.opensAt() === 0 ? 2 * this.width : 1
    return Math.max(0, most - this.held)
  }
}
