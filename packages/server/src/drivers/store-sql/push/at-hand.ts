import type { Delivery, NewDelivery } from '@parley/core'

/** What never changes of a delivery: by it the rest is found and held, targets first. */
export type Leased = { id: string; seq: number; target_id: string; order_key: string | null }

const MOST_CHARACTERS = 16 * 1024 * 1024

/**
 * What this process wrote or leased a moment ago, so that it is not read again at once. Only what stays as it is for as long
 * as the delivery is owed: whether it still is, and to whom it is leased, the database alone says. `most` must be 0 where
 * others write too: after a failover that lost something, a number may stand for another delivery.
 */
export class AtHand {
  readonly #written = new Map<number, Delivery>()
  #characters = 0
  readonly #leased = new Map<string, Leased>()
  readonly #most: number

  constructor(most: number) {
    this.#most = most
  }

  /** Committed, numbered from `first` on. */
  wrote(first: number, deliveries: readonly NewDelivery[]): void {
    if (this.#most === 0) return
    for (const [at, delivery] of deliveries.entries()) {
      const seq = first + at
      const settled = { status: 'pending', attempts: 0, settledAt: null, erased: false } as const
      this.#written.set(seq, { ...delivery, seq, ...settled })
      this.#characters += delivery.body.length
    }
    for (const seq of this.#written.keys()) {
      if (this.#written.size <= this.#most && this.#characters <= MOST_CHARACTERS) break
      this.take(seq)
    }
  }

  /** As it was written, without any attempt. Given once. */
  take(seq: number): Delivery | undefined {
    const delivery = this.#written.get(seq)
    if (delivery) {
      this.#written.delete(seq)
      this.#characters -= delivery.body.length
    }
    return delivery
  }

  leased(deliveries: readonly Delivery[]): void {
    if (this.#most === 0) return
    for (const { id, seq, targetId, orderKey } of deliveries)
      this.#leased.set(id, { id, seq, target_id: targetId, order_key: orderKey })
    for (const id of this.#leased.keys()) {
      if (this.#leased.size <= this.#most) break
      this.#leased.delete(id)
    }
  }

  known(id: string): Leased | undefined {
    return this.#leased.get(id)
  }

  /** Settled or given back. */
  letGo(ids: readonly string[]): void {
    for (const id of ids) this.#leased.delete(id)
  }
}
