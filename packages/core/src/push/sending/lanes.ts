import { type Instant, MINUTE } from '../../instant.ts'
import type { Delivery } from '../delivery.ts'
import { type Known, Lane, type Leased } from './lane.ts'
import { share } from './share.ts'

export type Wish = { lane: Lane; limit: number }

const NEVER = Number.POSITIVE_INFINITY
/** A target that was owed nothing for so long is read anew when it is. */
const FORGET_MS = 10 * MINUTE

/**
 * Who may send now. Every target has one slot that nobody else can take; what it sends beyond that counts against `extras`,
 * which those who want more share evenly. Nothing here waits: the worker asks, sends, and tells how it ended.
 */
export class Lanes {
  readonly #lanes = new Map<string, Lane>()
  /** Those with something due, now or later. */
  readonly #stirring = new Set<Lane>()
  /** Those with something claimed that has not begun. */
  readonly #waiting = new Set<Lane>()
  /** By id of delivery. */
  readonly #inHand = new Set<string>()
  readonly #extras: number
  /** Attempts under way beyond each target's first. */
  #extrasUsed = 0
  /** In hand beyond each target's first. */
  #extrasHeld = 0

  constructor({ extras }: { extras: number }) {
    this.#extras = extras
  }

  /** Deliveries in hand, waiting or running. */
  get size(): number {
    return this.#inHand.size
  }

  /** Something of this target may be due from `dueAt` on; its settings have this version or a later one. */
  hear(targetId: string, version: number, dueAt: Instant): void {
    let lane = this.#lanes.get(targetId)
    if (!lane) {
      lane = new Lane(targetId)
      this.#lanes.set(targetId, lane)
    }
    lane.hear(version, dueAt)
    this.#stirring.add(lane)
  }

  /** Whoever has something waiting and is not one of these was paused or deleted, on whatever node: nothing more of it begins. */
  doubtOthers(owed: ReadonlySet<string>): void {
    for (const lane of this.#waiting) if (!owed.has(lane.targetId)) lane.doubt()
  }

  /** Those with something due, or waiting, whose settings must be read first. */
  strangers(now: Instant): Lane[] {
    return [...this.#stirring].filter(
      (lane) => lane.isStranger && (lane.dueAt <= now || lane.waiting.length > 0),
    )
  }

  learn(lane: Lane, known: Known | null, now: Instant): void {
    if (known) {
      lane.learn(known, now)
      return
    }
    // Deleted. What waits of it was cancelled, and goes back.
    lane.doubt()
    lane.dueAt = NEVER
    this.#forget(lane)
  }

  /** Those whose open breaker lets one attempt pass now, if nobody else makes it. */
  toProbe(now: Instant): Lane[] {
    return [...this.#stirring].filter((lane) => {
      const opensAt = lane.opensAt()
      return opensAt !== null && opensAt > 0 && opensAt <= now && lane.dueAt <= now && lane.held === 0
    })
  }

  /** What there is room for. What a lane wishes for is not due any more until it is heard of again or claimed in full. */
  wishes(now: Instant): Wish[] {
    const extras = this.#mayHoldMore
    const wishes: Wish[] = []
    for (const lane of this.#stirring) {
      if (lane.opensAt() === null && !lane.isStranger) lane.dueAt = NEVER
      if (lane.dueAt === NEVER) this.#stirring.delete(lane)
      if (lane.dueAt > now || lane.isStranger) continue
      const limit = lane.room(now, extras)
      if (limit > 0) wishes.push({ lane, limit })
    }
    const granted = this.#grant(wishes)
    for (const { lane } of granted) lane.dueAt = NEVER
    return granted
  }

  /** Takes what a wish brought. */
  claimed({ lane, limit }: Wish, deliveries: readonly Delivery[], until: Instant, now: Instant): void {
    if (deliveries.length === limit) lane.dueAt = now
    if (deliveries.length === 0) lane.probing = false
    for (const delivery of deliveries) {
      // Claimed again while in hand: the lease had lapsed under us. The attempt under way is enough.
      if (this.#inHand.has(delivery.id)) continue
      this.#inHand.add(delivery.id)
      if (lane.held > 0) this.#extrasHeld += 1
      lane.held += 1
      lane.waiting.push({ lane, delivery, until })
    }
    if (lane.waiting.length > 0) this.#waiting.add(lane)
    if (lane.dueAt < NEVER) this.#stirring.add(lane)
  }

  /** A wish that could not be asked for. */
  missed({ lane }: Wish, now: Instant): void {
    lane.probing = false
    lane.dueAt = now
    this.#stirring.add(lane)
  }

  /** Takes what may begin now; each must come back through `answered` and `settled`. */
  begin(now: Instant): Leased[] {
    const begun: Leased[] = []
    const start = (lane: Lane): void => {
      const leased = lane.begin(now)
      if (leased) begun.push(leased)
    }
    let wanting: Lane[] = []
    for (const lane of this.#waiting) {
      if (lane.sending === 0 && lane.mayBegin(now)) start(lane)
      if (lane.mayBegin(now)) wanting.push(lane)
    }
    // Those with the least go first, one each, so that nobody's share grows at another's cost.
    while (wanting.length > 0 && this.#extrasUsed < this.#extras) {
      const least = wanting.reduce((least, { sending }) => Math.min(least, sending), NEVER)
      for (const lane of wanting) {
        if (lane.sending !== least || this.#extrasUsed >= this.#extras) continue
        this.#extrasUsed += 1
        start(lane)
      }
      wanting = wanting.filter((lane) => lane.mayBegin(now))
    }
    for (const { lane } of begun) if (lane.waiting.length === 0) this.#waiting.delete(lane)
    return begun
  }

  /** Its request is over. `failed` null: nothing was learnt about the target. */
  answered(lane: Lane, failed: boolean | null): void {
    if (lane.sending > 1) this.#extrasUsed -= 1
    lane.answered(failed)
    if (failed !== null) lane.probing = false
  }

  /** It is kept or given back: whatever comes next of its order may be due. */
  settled(lane: Lane, { id, orderKey }: Delivery, nextAt: Instant | null, now: Instant): void {
    this.#letGo(lane, id)
    if (lane.held === 0) lane.probing = false
    if (nextAt !== null) lane.dueAt = Math.min(lane.dueAt, nextAt)
    else if (orderKey !== null) lane.dueAt = Math.min(lane.dueAt, now)
    if (lane.dueAt < NEVER) this.#stirring.add(lane)
  }

  /** What waits at targets that fail or are paused would wait for too long: it goes back, `all` at the end. */
  takeBack(which: 'failing' | 'all', now: Instant): Delivery[] {
    const back: Delivery[] = []
    for (const lane of this.#waiting) {
      if (which === 'failing' && !lane.shouldGiveBack()) continue
      this.#waiting.delete(lane)
      for (const { delivery } of lane.waiting.splice(0)) {
        this.#letGo(lane, delivery.id)
        back.push(delivery)
        lane.dueAt = Math.min(lane.dueAt, now)
      }
      this.#stirring.add(lane)
    }
    return back
  }

  /** Whether there is something to claim now. */
  mayClaim(now: Instant): boolean {
    for (const lane of this.#stirring)
      if (lane.dueAt <= now && (lane.isStranger || lane.room(now, this.#mayHoldMore) > 0)) return true
    return false
  }

  /** When to look again without being told. */
  nextAt(now: Instant): Instant {
    let next = NEVER
    for (const lanes of [this.#stirring, this.#waiting])
      for (const lane of lanes) next = Math.min(next, lane.nextAt(now, this.#mayHoldMore))
    return next
  }

  /** Forgets those that were owed nothing for long. */
  tidy(now: Instant): void {
    for (const lane of this.#lanes.values()) if (lane.idleFor(now) >= FORGET_MS) this.#forget(lane)
  }

  get #mayHoldMore(): boolean {
    return this.#extrasHeld < 2 * this.#extras
  }

  /** The first of each is its own; what is beyond that goes to those with the least in hand. */
  #grant(wishes: readonly Wish[]): Wish[] {
    const own = ({ lane }: Wish): number => (lane.held === 0 ? 1 : 0)
    const claimants = wishes.map((wish) => ({
      has: Math.max(1, wish.lane.held),
      more: wish.limit - own(wish),
    }))
    const shares = share(claimants, Math.max(0, 2 * this.#extras - this.#extrasHeld))
    return wishes.flatMap((wish, at) => {
      const limit = own(wish) + (shares[at] ?? 0)
      return limit > 0 ? [{ lane: wish.lane, limit }] : []
    })
  }

  #letGo(lane: Lane, deliveryId: string): void {
    this.#inHand.delete(deliveryId)
    if (lane.held > 1) this.#extrasHeld -= 1
    lane.held -= 1
  }

  #forget(lane: Lane): void {
    if (lane.held > 0) return
    this.#stirring.delete(lane)
    this.#lanes.delete(lane.targetId)
  }
}
