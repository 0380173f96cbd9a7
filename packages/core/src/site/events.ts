import type { RecordedActor, Via } from '../actor.ts'
import type { Envelope } from '../conference/events.ts'
import type { CommandId, ConferenceId, EventId, GuestId, TenantId, UserId } from '../ids.ts'
import type { Instant } from '../instant.ts'

/** What stands in the log where others name a conference: the installation itself. */
export const SITE = '0' as ConferenceId

/** What happened to the installation and not to a conference, by name. Payload version 1 of each. */
export type SiteEventData = {
  /** One calendar day of one tenant, counted ([AL] 1.4). */
  StatisticTaken: {
    /** `YYYY-MM-DD` in the zone of the statistics. */
    day: string
    /** Start of that day. */
    startsAt: Instant
    meetings: number
    /** Sum of the times meetings were occupied, each begun minute counted at the end of the sum. */
    minutes: number
    /** Joins, repeated ones too. */
    joins: number
    /** Most people inside meetings at one time. */
    peak: number
  }
  /** An event from outside entered a bus: published by a program, or forwarded there as a dead letter. */
  EventPut: { bus: string; event: ForeignEvent; why: 'published' | 'dead-letter' }
  /** Nothing is sent to the target any more; what it is owed is kept. */
  TargetPaused: TargetName & { why: PauseReason; note: string }
  TargetResumed: TargetName & { pausedSince: Instant }
  /** It has answered nothing but failures since then; at `pausesAt` it is paused. */
  TargetFailing: TargetName & { since: Instant; pausesAt: Instant; lastError: string }
  /** The first success after a `TargetFailing` or an open breaker. */
  TargetRecovered: TargetName & { failedSince: Instant }
  /** The outside form of this log entry could not be made, a fault of ours: the buses concerned had no event of it. */
  EventUntold: { position: number; eventId: EventId; eventType: string; error: string }
  /** What was owed or kept is gone for good, and why. */
  DeliveriesDropped: { count: number; why: 'retention' | 'purged'; target: TargetName | null }
  /** The personal fields of this person were blanked in `events` recorded events and `deliveries` deliveries. */
  PersonErased: { person: ErasedPerson; events: number; deliveries: number }
}

export type TargetName = {
  ruleId: string
  ruleName: string
  bus: string
  targetId: string
  targetName: string
}
export type PauseReason = 'asked' | 'gone' | 'failing' | 'blocked'
/** Whom; only the id, which no longer leads to anybody. */
export type ErasedPerson = { is: 'user'; userId: UserId } | { is: 'guest'; guestId: GuestId }

/**
 * What a text of a CloudEvent may not hold: control characters, noncharacters and halves of surrogate pairs (CloudEvents
 * 1.0, type String). Two ids that differ only there would be one in a header, and one in a database that ends at a NUL.
 */
export const NOT_IN_EVENT_TEXT = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u

/** A CloudEvent as its publisher sent it. `data` is a JSON value; `data_base64` stays in its own member. */
export type ForeignEvent = {
  id: string
  source: string
  type: string
  subject?: string
  time?: string
  dataschema?: string
  datacontenttype?: string
  data?: unknown
  data_base64?: string
  extensions?: Readonly<Record<string, string | number | boolean>>
}

export type SiteEventType = keyof SiteEventData
export type SiteEventOf<T extends SiteEventType> = { [K in T]: { type: K; data: SiteEventData[K] } }[T]

/** An event of the installation as the log keeps it: `conferenceId` is `SITE`, revisions rise by one, `title` is empty. */
export type SiteRecorded<T extends SiteEventType = SiteEventType> = Envelope & SiteEventOf<T>

/** The same before the store gave it position and revision. */
export type NewSiteEvent<T extends SiteEventType = SiteEventType> = SiteEventOf<T> & {
  id: EventId
  time: Instant
  tenantId: TenantId
  actor: RecordedActor
  via: Via
  cause: CommandId
}

export const SITE_EVENT_TYPES = [
  'StatisticTaken',
  'EventPut',
  'TargetPaused',
  'TargetResumed',
  'TargetFailing',
  'TargetRecovered',
  'EventUntold',
  'DeliveriesDropped',
  'PersonErased',
] as const satisfies readonly SiteEventType[]
