import type { Instant } from '../../instant.ts'
import type { NewDelivery } from '../../ports/push-store.ts'
import type { Attempt, Delivery, DeliveryStatus } from '../../push/delivery.ts'
import type { EventBus } from '../../push/event-bus.ts'
import type { Replay } from '../../push/replay/replay.ts'
import type { Rule, Target, TargetSettings } from '../../push/rule.ts'

/** `freeAt`: when a worker may take it: due, or the end of the lease; null when nothing is owed, or others go first. */
export type Owed = {
  delivery: Delivery
  worker: string | null
  freeAt: Instant | null
  readonly attempts: Attempt[]
}

type Tombstone = { ruleId: string; settings: TargetSettings; at: Instant }

/** What the memory push store holds. */
export class PushState {
  readonly buses = new Map<string, EventBus>()
  readonly rules = new Map<string, Rule>()
  readonly replays = new Map<string, Replay>()
  /** In the order of `seq`. */
  readonly owed = new Map<string, Owed>()
  /** Those pending, by target; in no order. */
  readonly #pending = new Map<string, Set<Owed>>()
  deleted: Tombstone[] = []
  version = 0
  cursor = 0
  #seq = 0

  find(targetId: string): { rule: Rule; target: Target } | null {
    for (const rule of this.rules.values()) {
      const target = rule.targets.find(({ id }) => id === targetId)
      if (target) return { rule, target }
    }
    return null
  }

  pendingOf(targetId: string): Owed[] {
    return [...(this.#pending.get(targetId) ?? [])].sort((a, b) => a.delivery.seq - b.delivery.seq)
  }

  add(delivery: NewDelivery): void {
    this.#seq += 1
    const gone = !this.find(delivery.targetId)
    const status = gone ? { status: 'cancelled', dueAt: null } : { status: 'pending', dueAt: delivery.dueAt }
    const settledAt = gone ? delivery.createdAt : null
    const whole = {
      ...delivery,
      ...status,
      seq: this.#seq,
      attempts: 0,
      settledAt,
      erased: false,
    } as Delivery
    const one: Owed = { delivery: whole, worker: null, freeAt: null, attempts: [] }
    this.owed.set(delivery.id, one)
    if (!gone) this.#line(one)
  }

  again(one: Owed, now: Instant): void {
    one.delivery = { ...one.delivery, status: 'pending', attempts: 0, dueAt: now, settledAt: null }
    this.#line(one)
  }

  /** Puts a pending one into its line: the oldest of its order key is free, the others wait. */
  #line(one: Owed): void {
    const { targetId, dueAt, seq } = one.delivery
    const ahead = this.#free(one)
    const mine = this.#pending.get(targetId) ?? new Set()
    this.#pending.set(targetId, mine.add(one))
    one.freeAt = dueAt
    if (!ahead) return
    if (ahead.delivery.seq < seq) one.freeAt = null
    else {
      // What is on its way goes first, or until its lease ends.
      if (ahead.worker !== null || ahead.freeAt !== ahead.delivery.dueAt)
        one.freeAt = Math.max(dueAt ?? 0, ahead.freeAt ?? 0)
      ahead.freeAt = null
    }
  }

  lease(one: Owed, worker: string, until: Instant): Delivery {
    one.worker = worker
    one.freeAt = until
    return one.delivery
  }

  /** The lease is over; it is due then. */
  later(one: Owed, dueAt: Instant | null): void {
    one.delivery = { ...one.delivery, dueAt }
    one.worker = null
    if (one.freeAt !== null) one.freeAt = dueAt
    else this.#head(one)
  }

  end(one: Owed, status: DeliveryStatus, at: Instant): void {
    const wasFree = one.freeAt !== null
    this.#drop(one, status, at)
    const next = this.pendingOf(one.delivery.targetId).find((other) => sameLine(one, other))
    if (!wasFree) this.#head(one)
    else if (next) next.freeAt = next.delivery.dueAt
  }

  /** Cancels it even while it is on its way: then the next of its line waits for the end of the lease. */
  cancel(one: Owed, at: Instant): void {
    const until = one.worker === null ? 0 : (one.freeAt ?? 0)
    this.end(one, 'cancelled', at)
    const head = this.#free(one)
    if (head?.worker === null) head.freeAt = Math.max(head.freeAt ?? 0, until)
  }

  forget(positions: ReadonlySet<number>): { count: number; cancel: (now: Instant) => void } {
    const told = [...this.owed.values()].filter(
      ({ delivery }) => !delivery.erased && positions.has(delivery.position),
    )
    for (const one of told) {
      one.delivery = { ...one.delivery, headers: {}, body: '', erased: true }
      for (const [at, attempt] of one.attempts.entries())
        one.attempts[at] = { ...attempt, requestHeaders: {}, responseHeaders: {}, response: '' }
    }
    return {
      count: told.length,
      cancel: (now) => {
        for (const one of told) if (one.delivery.status === 'pending') this.cancel(one, now)
      },
    }
  }

  #drop(one: Owed, status: DeliveryStatus, at: Instant): void {
    one.delivery = { ...one.delivery, status, dueAt: null, settledAt: at }
    one.worker = null
    one.freeAt = null
    this.#pending.get(one.delivery.targetId)?.delete(one)
  }

  /** A displaced one is back: the head of its line need not wait for it any more. */
  #head(one: Owed): void {
    const head = this.#free(one)
    if (head && head.worker === null) head.freeAt = head.delivery.dueAt
  }

  /** Whoever in this one's line may be claimed, now or later. */
  #free(one: Owed): Owed | undefined {
    return this.pendingOf(one.delivery.targetId).find(
      (other) => other !== one && other.freeAt !== null && sameLine(one, other),
    )
  }

  cancelAll(targetId: string, now: Instant): void {
    for (const one of this.pendingOf(targetId)) this.#drop(one, 'cancelled', now)
    for (const [id, replay] of this.replays)
      if (replay.targetId === targetId && replay.state === 'running')
        this.replays.set(id, { ...replay, state: 'cancelled', endedAt: now })
  }
}

function sameLine(one: Owed, other: Owed): boolean {
  return one.delivery.orderKey !== null && one.delivery.orderKey === other.delivery.orderKey
}
