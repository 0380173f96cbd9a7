import type { Instant } from '../instant.ts'
import type { Delivery } from '../push/delivery.ts'
import type { Target } from '../push/rule.ts'

/** One HTTP request to a target. */
export type Parcel = {
  method: Target['method']
  url: string
  /** Sent byte for byte, as UTF-8. */
  body: string
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>
  /** For the whole attempt, answer included. */
  timeoutMs: number
  /** Parcels of different lanes never wait for each other's connections: the target's id. Absent: one lane for all of an origin. */
  lane?: string
}

/** An attempt's request, ready to go. */
export type PreparedParcel = Parcel & {
  /** Its headers as they may be kept and shown: values that prove something are cut. */
  shown: Readonly<Record<string, string>>
}

/**
 * Makes the request of attempt `attemptNo` (from 1) of a delivery: over the kept bytes, with timestamps and signatures of
 * `now`. Throws when a secret of the target cannot be opened: nothing goes out unsigned.
 */
export type PrepareParcel = (
  delivery: Delivery,
  target: Target,
  attemptNo: number,
  now: Instant,
) => PreparedParcel

/** `answered`: any HTTP answer, whatever its status. `refused`: our own rules forbid the target; nothing was sent. */
export type Receipt =
  | {
      is: 'answered'
      status: number
      /** The first of them, long values cut; names in lower case. */
      headers: Readonly<Record<string, string>>
      /** The first 16 KiB of the answer's body. */
      response: string
      /** From `Retry-After`, not capped; null without one. */
      retryAfterMs: number | null
      durationMs: number
    }
  | { is: 'failed' | 'refused'; error: string; durationMs: number }

/** A receiver's word on whether it wants our requests (CloudEvents webhooks 4). */
export type Consent = {
  allowed: boolean
  /** Requests a minute that it takes; null: as many as we like. */
  ratePerMinute: number | null
  /** HTTP status of its answer, null when there was none. It is no part of the consent. */
  status: number | null
  /** Why not, in words; null when it is allowed. */
  why: string | null
}

/** Carries deliveries out of the house. */
export interface Courier {
  /**
   * Sends once. MUST resolve within `timeoutMs` and a little, MUST NOT reject, follow redirects, or connect to an address
   * that it has not checked in this very attempt.
   */
  send(parcel: Parcel): Promise<Receipt>
  /**
   * Refuses with `invalid`, in words for the person who typed the URL, what `send` would refuse now. Resolves with warnings:
   * what may pass by itself.
   */
  check(url: string): Promise<string[]>
  /** Asks the receiver whether it wants our requests, as guarded as `send`. MUST NOT reject. */
  verify(url: string): Promise<Consent>
  /** Closes pooled connections. */
  close(): Promise<void>
}
