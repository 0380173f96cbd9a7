import type { ConferenceId, GuestId, RunId } from '../ids.ts'
import type { Instant } from '../instant.ts'

/** A temporary account: one guest of one conference. */
export type Guest = {
  id: GuestId
  conferenceId: ConferenceId
  name: string
  /** Digits drawn per conference. */
  number: string
  /** What the link or the password proved. */
  proof: 'host' | 'guest'
  /** Absent until the login. */
  runId: RunId | null
  state: 'reserved' | 'active' | 'expired'
  createdAt: Instant
  expiresAt: Instant
}

export interface Guests {
  put(guest: Guest): Promise<void>
  /** Whatever its state; null when unknown or forgotten. */
  get(id: GuestId): Promise<Guest | null>
  /** The login: from now on it is good for this run. */
  activate(id: GuestId, changes: { name: string; runId: RunId; expiresAt: Instant }): Promise<void>
  /** The account stops working at `at` at the latest: `expiresAt` moves forward, never back. */
  expire(id: GuestId, at: Instant): Promise<void>
  /** All accounts of a conference stop working at `at` at the latest. */
  expireAll(conferenceId: ConferenceId, at: Instant): Promise<void>
  /** Tickets handed out for a conference since `since`. */
  countSince(conferenceId: ConferenceId, since: Instant): Promise<number>
  /** Forgets accounts that expired before `before`. */
  prune(before: Instant): Promise<void>
}
