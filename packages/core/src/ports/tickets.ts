import type { Instant } from '../instant.ts'

/** Anything shown to prove something for a while: login tickets, refresh tokens, control tokens. Only its hash is kept. */
export type Ticket = {
  /** Lower-case hex of SHA-256 of the secret. */
  hash: string
  kind: TicketKind
  /** Tickets that die together: those of one login. */
  family: string
  /** Whose it is; scope of `keepNewest` and `revokeSubject`. */
  subject: string
  /** What it proves; plain JSON, read only by the adapter that issued it. */
  data: Readonly<Record<string, string | number | boolean | null>>
  createdAt: Instant
  expiresAt: Instant
}

/** `wc.join` 120 s once · `wc.refresh` rotating · `wc.ws` 30 s once · `wc.revoked` a logged-out family, until its access tokens are over · `hw.access` · `hw.refresh` · `hw.control` 30 min · `hw.ws` 60 s once · `al.nonce` of a signed request, while its date is good. */
export type TicketKind =
  | 'wc.join'
  | 'wc.refresh'
  | 'wc.ws'
  | 'wc.revoked'
  | 'hw.access'
  | 'hw.refresh'
  | 'hw.control'
  | 'hw.ws'
  | 'al.nonce'

export interface Tickets {
  put(ticket: Ticket): Promise<void>
  /** The ticket if it is of this kind and not expired at `now`. */
  find(kind: TicketKind, hash: string, now: Instant): Promise<Ticket | null>
  /** As `find`, and it is gone afterwards. Of two at once exactly one MUST get it. */
  take(kind: TicketKind, hash: string, now: Instant): Promise<Ticket | null>
  /**
   * Puts `next` into the family of a ticket that stays valid until `next` is first used (`settle`): so a
   * client that crashes between asking and storing loses nothing. Throws `Refusal` `wrong-credentials`, and puts
   * nothing, when the previous one is gone: a revoked login MUST NOT come back to life.
   */
  succeed(previousHash: string, next: Ticket): Promise<void>
  /** The first use of a successor: every other ticket of its family and kind is gone. */
  settle(ticket: Ticket): Promise<void>
  extend(hash: string, expiresAt: Instant): Promise<void>
  revoke(hash: string): Promise<void>
  revokeFamily(family: string): Promise<void>
  revokeSubject(kind: TicketKind, subject: string): Promise<void>
  /** Keeps the newest `count` of a subject. */
  keepNewest(kind: TicketKind, subject: string, count: number): Promise<void>
  prune(now: Instant): Promise<void>
}
