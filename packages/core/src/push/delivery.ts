import type { Instant } from '../instant.ts'

/** One event owed to one target. */
export type Delivery = {
  /** Rises with every delivery; order of lists. Given by the store. */
  seq: number
  /** UUIDv7. */
  id: string
  ruleId: string
  ruleName: string
  eventId: string
  /** The document's type name, for lists. */
  eventType: string
  /** Where to; a copy, so that the log tells the truth after a change of the rule. */
  url: string
  /** The bytes every attempt sends and signs. */
  body: string
  status: DeliveryStatus
  /** Attempts made in the current chain. */
  attempts: number
  /** When the next attempt is due; null when none is. */
  dueAt: Instant | null
  createdAt: Instant
}

/** `exhausted`: the last attempt failed; kept for resending. */
export type DeliveryStatus = 'pending' | 'delivered' | 'exhausted' | 'cancelled'

/** One HTTP request, as it went. */
export type Attempt = {
  /** UUIDv7. */
  id: string
  deliveryId: string
  /** From 1, over all chains. Given by the store. */
  no: number
  startedAt: Instant
  durationMs: number
  /** HTTP status, or null when there was no answer. */
  status: number | null
  /** Why it failed, in words; null when it succeeded. */
  error: string | null
  /** The first 16 KiB of the answer. */
  response: string
}
