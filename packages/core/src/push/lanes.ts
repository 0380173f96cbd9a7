import type { Instant } from '../instant.ts'
import type { Delivery } from './delivery.ts'

export type LaneLimits = {
  /** Attempts at one origin at once. */
  perOrigin: number
  /** The same while the origin's last attempt failed: the dead hold little. */
  perFailingOrigin: number
}

/** A claimed delivery, ours until `until`. */
export type Leased = { delivery: Delivery; until: Instant }

type Lane = { origin: string; ruleIds: Set<string>; waiting: Leased[]; running: number; failing: boolean }

/** Where a URL leads: scheme, host and port, in lower case. */
export function originOf(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(url)?.[0].toLowerCase() ?? url
}

/** Claimed deliveries, sorted by where they go, so that none waits for another target's attempts. */
export class Lanes {
  readonly #lanes = new Map<string, Lane>()
  readonly #inHand = new Set<string>()
  readonly #limits: LaneLimits

  constructor(limits: LaneLimits) {
    this.#limits = limits
  }

  /** Deliveries in hand, waiting or running. */
  get size(): number {
    return this.#inHand.size
  }

  add(leased: Leased): void {
    const { delivery } = leased
    // Claimed again while in hand: the lease had lapsed under us. The attempt under way is enough.
    if (this.#inHand.has(delivery.id)) return
    this.#inHand.add(delivery.id)
    const origin = originOf(delivery.url)
    const lane = this.#lanes.get(origin) ?? newLane(origin)
    this.#lanes.set(origin, lane)
    lane.ruleIds.add(delivery.ruleId)
    lane.waiting.push(leased)
  }

  /** Takes what may begin now; each must come back through `done`. */
  begin(): Leased[] {
    return [...this.#lanes.values()].flatMap((lane) => {
      const begun = lane.waiting.splice(0, Math.max(0, this.#limit(lane) - lane.running))
      lane.running += begun.length
      return begun
    })
  }

  /** `failed` null: nothing was learnt about the target. */
  done({ id, url }: Delivery, failed: boolean | null): void {
    this.#inHand.delete(id)
    const lane = this.#lanes.get(originOf(url))
    if (!lane) return
    lane.running -= 1
    if (failed !== null) lane.failing = failed
    // A failing one is remembered, else every retry at a dead target would begin at full width.
    if (lane.running === 0 && lane.waiting.length === 0 && !lane.failing) this.#lanes.delete(lane.origin)
  }

  /** Takes back what waits at failing targets, or waits at all: it would wait for too long. */
  takeWaiting(which: 'failing' | 'all'): Delivery[] {
    return [...this.#lanes.values()].flatMap((lane) => {
      if (which === 'failing' && !lane.failing) return []
      return lane.waiting.splice(0).map(({ delivery }) => {
        this.#inHand.delete(delivery.id)
        return delivery
      })
    })
  }

  /** Rules whose targets have no room: claiming for them would hold deliveries in vain. */
  fullRules(): string[] {
    return [...this.#lanes.values()].flatMap((lane) => (this.#isFull(lane) ? [...lane.ruleIds] : []))
  }

  /** A healthy one may have some waiting, so that claiming need not follow every single attempt. */
  #isFull(lane: Lane): boolean {
    return lane.failing ? lane.running >= this.#limit(lane) : lane.waiting.length > 0
  }

  #limit({ failing }: Lane): number {
    return failing ? this.#limits.perFailingOrigin : this.#limits.perOrigin
  }
}

function newLane(origin: string): Lane {
  return { origin, ruleIds: new Set(), waiting: [], running: 0, failing: false }
}
