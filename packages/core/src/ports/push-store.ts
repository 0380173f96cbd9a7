import type { Instant } from '../instant.ts'
import type { Attempt, Delivery, DeliveryStatus } from '../push/delivery.ts'
import type { Rule } from '../push/rule.ts'

export type NewDelivery = Omit<Delivery, 'seq'>
export type NewAttempt = Omit<Attempt, 'no'>

export type DeliveryFilter = {
  status?: DeliveryStatus
  ruleId?: string
  eventId?: string
  /** `seq` below this, for paging from the newest. */
  before?: number
  /** At most 500. */
  limit: number
}

/** Rules with their targets, and the deliveries that are owed. */
export interface PushStore {
  /** Throws `Refusal` `exists` when the name is taken. */
  createRule(rule: Rule): Promise<void>
  rules(): Promise<Rule[]>
  rule(id: string): Promise<Rule | null>
  /** Deletes the rule and cancels its pending deliveries; false when unknown. */
  deleteRule(id: string, now: Instant): Promise<boolean>
  /** Rises with every change of the rules, over all nodes. */
  rulesVersion(): Promise<number>
  /** Position up to which events were matched; 0 at first. */
  cursor(): Promise<number>
  /**
   * Writes the deliveries and moves the cursor from `from` to `to` in ONE transaction. False, and nothing is
   * written, when the cursor is not at `from` any more. A delivery of a rule that was deleted meanwhile is kept as
   * cancelled.
   */
  advance(from: number, to: number, deliveries: readonly NewDelivery[]): Promise<boolean>
  /**
   * Leases up to `limit` deliveries that are due at `now` to `worker` until `now + leaseMs`, those with a lapsed lease
   * included, the longest due first. Those of the rules in `except` are left alone: their targets are busy. No delivery
   * is leased to two at once.
   */
  claim(
    worker: string,
    now: Instant,
    leaseMs: number,
    limit: number,
    except?: readonly string[],
  ): Promise<Delivery[]>
  /** Gives back what `worker` has leased and not begun: due again as it was before. */
  release(worker: string, deliveryIds: readonly string[]): Promise<void>
  /**
   * Keeps the attempt and the delivery's next state in ONE transaction, and ends the lease. Numbers the attempt. False,
   * and nothing is written, when the lease has passed to somebody else.
   */
  settle(
    worker: string,
    attempt: NewAttempt,
    next: { status: DeliveryStatus; dueAt: Instant | null },
  ): Promise<boolean>
  /** When the earliest delivery is due, leases included, `except` left out; null when nothing is owed. */
  nextDue(except?: readonly string[]): Promise<Instant | null>
  delivery(id: string): Promise<Delivery | null>
  deliveries(filter: DeliveryFilter): Promise<Delivery[]>
  /** In order. */
  attempts(deliveryId: string): Promise<Attempt[]>
  /** Starts a new chain of attempts under the same event id, due at `now`; false when unknown or still pending. */
  resend(id: string, now: Instant): Promise<boolean>
  counts(): Promise<Record<DeliveryStatus, number>>
}
