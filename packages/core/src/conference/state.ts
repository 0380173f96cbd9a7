import type { ConferenceId, GuestId, ParticipantId, RunId, TenantId, UserId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Settings } from './settings.ts'

/** The fold of a conference's log: one reservation and, while it is held, its run. */
export type Conference = ConferenceCommon & Life

export type ConferenceCommon = {
  id: ConferenceId
  tenantId: TenantId
  owner: Owner
  /** Of the last event folded; +1 per event, from 1, over all runs. */
  revision: number
  /** Time of the last event folded. */
  lastAt: Instant
  title: string
  plan: Plan
  settings: Settings
  sealed: Sealed
  /** In order of their first appearance. Between runs only the invited. */
  people: Readonly<Record<ParticipantId, Participant>>
  /** How many runs were begun. */
  runs: number
}

export type Life =
  | { state: 'scheduled'; nextRunId: RunId }
  | { state: 'running'; run: Run }
  | { state: 'closed'; at: Instant; how: ClosedHow }

export type ClosedHow = 'over' | 'lapsed' | 'cancelled'
export type Owner = { userId: UserId; name: string; account: string; number: string }
/** `start` null: at once. `minutes` null: open-ended. */
export type Plan = { createdAt: Instant; start: Instant | null; minutes: number | null }

/** Passwords sealed by the `Secrets` port; `linkLookup` is a keyed hash for equality search. */
export type Sealed = {
  hostPassword: string
  /** Null: the guest password is waived. */
  guestPassword: string | null
  linkPassword: string
  linkLookup: string
  /** How many times the link was renewed; part of the host key. */
  renewals: number
}

export type Run = {
  id: RunId
  no: number
  startedAt: Instant
  endsAt: Instant | null
  /** Since when somebody is inside, null while the run is empty. */
  occupiedSince: Instant | null
  /** Since when nobody is inside, null while it is occupied. */
  emptySince: Instant | null
  hostId: ParticipantId | null
  /** Since when the host is away: interrupted or gone. */
  hostAwaySince: Instant | null
  /** Those who may not come back in this run: `UserId`s and `GuestId`s. */
  banned: readonly string[]
  muteAll: boolean
  media: Allocation
}

/** Where the media of the run flow. `epoch` rises with every allocation of the conference. */
export type Allocation = { is: 'mesh'; epoch: number }

export type Who =
  | { is: 'user'; userId: UserId; account: string; number: string; tenantId: TenantId }
  | { is: 'guest'; guestId: GuestId; number: string }

export type Role = 'host' | 'cohost' | 'participant'
export type Device = 'desktop' | 'mobile' | 'tablet' | 'other'

export type Participant = {
  id: ParticipantId
  who: Who
  name: string
  role: Role
  /** Booked with the reservation; stays over all runs. */
  invited: boolean
  presence: Presence
  mic: Bits
  camera: Bits
  /** What the person came with; neither: a watcher. */
  media: { audio: boolean; video: boolean }
  device: Device
  /** +1 per join, return of a reloaded page and takeover: tells two pages of one person apart. */
  generation: number
  mediaState: MediaState
}

export type Presence =
  | { is: 'invited' }
  | { is: 'present'; joinedAt: Instant }
  | { is: 'interrupted'; joinedAt: Instant; until: Instant }
  | { is: 'gone'; joinedAt: Instant; at: Instant; reason: GoneReason }

export type GoneReason = 'left' | 'removed' | 'lost' | 'ended'

/** A medium is open when neither holds. */
export type Bits = { offBySelf: boolean; offByHost: boolean }

/** What the pages report of their media; never decides presence. */
export type MediaState = 'none' | 'connecting' | 'up' | 'stalled' | 'lost'

export function isOpen(bits: Bits): boolean {
  return !bits.offBySelf && !bits.offByHost
}

/** Inside = present or interrupted. */
export function isInside(person: Participant): boolean {
  return person.presence.is === 'present' || person.presence.is === 'interrupted'
}

/** Somebody by an id that a caller gave: `constructor` and its kind name nobody. */
export function personById(conference: Conference, id: string): Participant | undefined {
  return Object.hasOwn(conference.people, id) ? conference.people[id as ParticipantId] : undefined
}

export function insiders(conference: Conference): Participant[] {
  return Object.values(conference.people).filter(isInside)
}

export function runOf(conference: Conference): Run | null {
  return conference.state === 'running' ? conference.run : null
}

/** When the reservation's time is over, as planned; null when open-ended. */
export function plannedEnd(conference: Pick<Conference, 'plan'>): Instant | null {
  const { start, createdAt, minutes } = conference.plan
  return minutes === null ? null : (start ?? createdAt) + minutes * 60_000
}
