import { HOUR, type Instant } from '../instant.ts'
import { type Chance, lastAttemptWithin, type RetryStrategy, waitAfter } from './retry.ts'

/** One event owed to one target. */
export type Delivery = {
  /** Rises with every delivery; order of lists, and order of sending where one is asked for. Given by the store. */
  seq: number
  /** UUIDv7. */
  id: string
  bus: string
  ruleId: string
  targetId: string
  /** As they were when it was matched, so that lists tell the truth after a change. */
  ruleName: string
  targetName: string
  url: string
  eventId: string
  eventSource: string
  eventType: string
  /** Of the log entry it was made from. */
  position: number
  /** Headers that belong to the bytes: content-type, and ce-* where attributes travel so. Names in lower case. */
  headers: Readonly<Record<string, string>>
  /** The bytes every attempt sends and signs; empty once erased. */
  body: string
  /** Those of one key and target are sent one after the other; null: no order. */
  orderKey: string | null
  replayId: string | null
  status: DeliveryStatus
  /** Attempts made in the current chain. */
  attempts: number
  /** When the next attempt is due; null when none is. */
  dueAt: Instant | null
  createdAt: Instant
  /** When it came to its end; null while pending. */
  settledAt: Instant | null
  /** Its body and answers were blanked, because they told of a person who was erased. */
  erased: boolean
}

/** `exhausted`: the last attempt failed; a dead letter, kept for resending. */
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
  method: string
  url: string
  /** What was sent beside the body; values that prove something are cut. */
  requestHeaders: Readonly<Record<string, string>>
  /** HTTP status, or null when there was no answer. */
  status: number | null
  /** Why it failed, in words; null when it succeeded. */
  error: string | null
  responseHeaders: Readonly<Record<string, string>>
  /** The first 16 KiB of the answer. */
  response: string
  /** When the next try was due, as of then; null when this was the last. */
  nextAt: Instant | null
}

/** How an attempt ended, as far as the next step depends on it. */
export type Outcome = { status: number | null; retryAfterMs: number | null }

export type NextStep = { status: DeliveryStatus; dueAt: Instant | null }

/** A receiver that asks for more time gets it, up to this ([AL] 3.6). */
const LONGEST_RETRY_AFTER_MS = 10 * HOUR

/** The receiver is not there any more and says so. */
export const GONE = 410

export function succeeded({ status }: Pick<Outcome, 'status'>): boolean {
  return status !== null && status >= 200 && status <= 299
}

/** The attempts that belong together: those since the event was owed, or since it was resent. */
export type Chain = {
  /** Made so far, the present one included. */
  attempts: number
  retry: RetryStrategy
  /** When its first attempt began. */
  firstAt: Instant
}

/** What becomes of a delivery after an attempt that ended at `endedAt`. */
export function afterAttempt(
  { attempts, retry, firstAt }: Chain,
  outcome: Outcome,
  endedAt: Instant,
  chance: Chance,
): NextStep {
  if (succeeded(outcome)) return { status: 'delivered', dueAt: null }
  const scheduled = outcome.status === GONE ? null : waitAfter(retry, attempts, chance)
  if (scheduled === null) return { status: 'exhausted', dueAt: null }
  const dueAt = endedAt + Math.max(scheduled, askedWait(outcome))
  if (dueAt > firstAt + lastAttemptWithin(retry)) return { status: 'exhausted', dueAt: null }
  return { status: 'pending', dueAt }
}

function askedWait({ status, retryAfterMs }: Outcome): number {
  if (status !== 429 && status !== 503) return 0
  return Math.min(retryAfterMs ?? 0, LONGEST_RETRY_AFTER_MS)
}
