import type { Recorded, Unpositioned } from '../conference/events.ts'
import type { Conference } from '../conference/state.ts'
import type { ConferenceId, TenantId, UserId } from '../ids.ts'
import type { Instant } from '../instant.ts'

/** One command's consequences, to be kept all or not at all. */
export type Append = {
  conferenceId: ConferenceId
  /** Revision before the append; 0 for a new conference. */
  expectedRevision: number
  /** Never empty; revisions expectedRevision+1, +2, … */
  events: readonly Unpositioned[]
  /** What the conference is found by afterwards. */
  index: ConferenceIndex
  /** The state after the last event, when it is time to keep it whole; else null. */
  snapshot: Conference | null
  /** The answer to be given again under the same key. */
  answer?: KeptAnswer
}

export type KeptAnswer = {
  /** The actor's kind and id. */
  scope: string
  key: string
  /** Tells whether a repetition asks for the same. */
  fingerprint: string
  /** JSON text. */
  answer: string
  expiresAt: Instant
}

/** What lists and timers select by; a projection of the state. */
export type ConferenceIndex = {
  conferenceId: ConferenceId
  tenantId: TenantId
  ownerId: UserId
  /** Accounts that may see it beside the owner. */
  invitedIds: readonly UserId[]
  title: string
  ownerName: string
  state: Conference['state']
  revision: number
  /** Planned start, or the creation when it began at once. */
  startsAt: Instant
  /** When the run or the reservation closed, else null. */
  closedAt: Instant | null
  /** Keyed hash of the link password. Unique among conferences that are not closed. */
  linkLookup: string
  /** When a `Tick` is due, else null. */
  dueAt: Instant | null
}

/**
 * `position`: of the first event; the others follow without a gap. `number-taken`, `link-taken`: in use by another
 * conference. `conflict`: the revision has moved on, or an answer kept under the same key has not expired by the time
 * of the first event (another node was faster): decide again.
 */
export type AppendResult =
  | { ok: true; position: number }
  | { ok: false; why: 'conflict' | 'number-taken' | 'link-taken' }

export type ConferenceFilter = {
  tenantId?: TenantId
  /** Owned by or inviting this account. */
  seenBy?: UserId
  ownerId?: UserId
  states?: readonly Conference['state'][]
  /** Part of the title, the owner's name or the number; letter case does not matter. */
  text?: string
  startsFrom?: Instant
  startsBefore?: Instant
  descending?: boolean
  offset?: number
  /** At most 500. */
  limit: number
}

/** The logs of conferences and the states folded from them. `Log` reads the whole by position. */
export interface ConferenceStore {
  /**
   * Keeps several appends in ONE transaction, each on its own: a refused one leaves no trace and does not
   * hold the others back. MUST be durable when the promise resolves. MUST give positions without letting a
   * lower one become visible after a higher one, over all nodes. Several appends for one conference MUST be
   * applied in order.
   */
  commit(appends: readonly Append[]): Promise<AppendResult[]>
  /** The last snapshot and every event after it, in order; null for an unknown conference. */
  load(id: ConferenceId): Promise<{ snapshot: Conference | null; since: Recorded[] } | null>
  /** Events with a revision above `after`, in order. */
  eventsOf(id: ConferenceId, range: { after: number; limit: number }): Promise<Recorded[]>
  /** The unclosed conference with this link password, else the one closed last. */
  findByLink(linkLookup: string): Promise<ConferenceIndex | null>
  find(filter: ConferenceFilter): Promise<{ total: number; items: ConferenceIndex[] }>
  /** Conferences whose `dueAt` is not after `now`, the longest overdue first. */
  due(now: Instant, limit: number): Promise<ConferenceId[]>
  /** The earliest `dueAt` of all, else null. */
  nextDue(): Promise<Instant | null>
  /** A kept answer that has not expired. */
  keptAnswer(scope: string, key: string, now: Instant): Promise<KeptAnswer | null>
  /** Forgets expired answers. */
  prune(now: Instant): Promise<void>
}
