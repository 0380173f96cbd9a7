import { HOUR, type Instant } from '../instant.ts'
import { type Chance, waitAfter } from './retry.ts'
import type { Target } from './rule.ts'

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

/** How an attempt ended, as far as the next step depends on it. */
export type Outcome = { status: number | null; retryAfterMs: number | null }

export type NextStep = { status: DeliveryStatus; dueAt: Instant | null }

/** A receiver that asks for more time gets it, up to this ([AL] 3.6). */
const LONGEST_RETRY_AFTER_MS = 10 * HOUR

export function succeeded({ status }: Pick<Outcome, 'status'>): boolean {
  return status !== null && status >= 200 && status <= 299
}

/**
 * What becomes of a delivery after an attempt that ended at `endedAt`. `attempts`: those made in this chain, this one
 * included.
 */
export function afterAttempt(
  { attempts, retry }: { attempts: number; retry: Target['retry'] },
  outcome: Outcome,
  endedAt: Instant,
  chance: Chance,
): NextStep {
  if (succeeded(outcome)) return { status: 'delivered', dueAt: null }
  const scheduled = waitAfter(retry, attempts, chance)
  if (scheduled === null) return { status: 'exhausted', dueAt: null }
  return { status: 'pending', dueAt: endedAt + Math.max(scheduled, askedWait(outcome)) }
}

function askedWait({ status, retryAfterMs }: Outcome): number {
  if (status !== 429 && status !== 503) return 0
  return Math.min(retryAfterMs ?? 0, LONGEST_RETRY_AFTER_MS)
}
