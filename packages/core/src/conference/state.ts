import type {
  ConferenceId,
  EventId,
  GuestId,
  InvitationId,
  ParticipantId,
  RunId,
  TenantId,
  UserId,
} from '../ids.ts'
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
  spotlight: Spotlight
  captions: Captions
  interpretation: Interpretation
  /** The last messages, oldest first, private ones included: who sees which is decided by `maySee`. */
  chat: readonly ChatMessage[]
}

/** Whose picture everybody sees in the main place. One at a time. */
export type Spotlight =
  | { on: 'nobody' }
  /** `rollCall`: everybody but the host and this person is muted meanwhile. */
  | { on: 'broadcast' | 'rollCall'; participantId: ParticipantId }
  | { on: 'layout'; layout: Layout }

/** Which pictures a composed view holds, for media that compose one. Kept and told; a mesh composes nothing. */
export type Layout = {
  /** Name of the arrangement, e.g. `Four`. */
  imageType: string
  /** Places from 1; several people in one place take turns. */
  pictures: readonly { index: number; participantIds: readonly ParticipantId[]; share: boolean }[]
  /** Seconds that each of several people in one place is shown. */
  switchSeconds: number
}

/** Whether lines of speech in these languages (BCP 47) are told. */
export type Captions = { is: 'off' } | { is: 'on'; languages: readonly string[] }

/** Who interprets between which languages; the channels themselves are the media's. */
export type Interpretation = { is: 'off' | 'on'; groups: readonly InterpreterGroup[] }
export type InterpreterGroup = {
  id: string
  name: string
  by: 'people' | 'machine'
  /** BCP 47. */
  languages: readonly [string, string]
  interpreters: readonly { account: string; userId: string; number: string; name: string }[]
}

export type ChatMessage = {
  id: EventId
  at: Instant
  from: ParticipantId
  who: Who
  name: string
  text: string
  /** Null: to everybody. */
  to: ParticipantId | null
}

/** Where the media of the run flow. `epoch` rises with every allocation of the conference. */
export type Allocation = { is: 'mesh'; epoch: number }

export type Who =
  | { is: 'user'; userId: UserId; account: string; number: string; tenantId: TenantId }
  | { is: 'guest'; guestId: GuestId; number: string }
  /** Somebody known by a number only; never inside, as long as nothing calls numbers. */
  | { is: 'phone'; number: string }

export type Role = 'host' | 'cohost' | 'participant'
export type Device = 'desktop' | 'mobile' | 'tablet' | 'other'

export type Participant = {
  id: ParticipantId
  who: Who
  name: string
  role: Role
  /** On the list of those expected, by the booking or an invitation; stays over all runs. */
  invited: boolean
  /** Set while the person rings. */
  invitation: Invitation | null
  presence: Presence
  mic: Bits
  camera: Bits
  /** Hears the others. */
  loudspeaker: boolean
  /** Hands are in the order of this, then of the id. Null: down. */
  handRaisedAt: Instant | null
  /** Shares the screen. One person at a time. */
  sharing: boolean
  /** Was asked by the host to share, and may while sharing is barred. */
  shareInvited: boolean
  /** What the person came with; neither: a watcher. */
  media: { audio: boolean; video: boolean }
  device: Device
  /** +1 per join, waiting, return of a reloaded page and takeover, over all runs: tells two pages of one person apart. */
  generation: number
  mediaState: MediaState
}

/** `by`: who invited, as shown. */
export type Invitation = { id: InvitationId; by: string }

export type Presence =
  | { is: 'invited' }
  /** Rings until `until`. */
  | { is: 'calling'; since: Instant; until: Instant }
  /** In the waiting room. `connected`: the page's line is up; if not, `until` is near. */
  | { is: 'waiting'; since: Instant; until: Instant; connected: boolean }
  /** Let in by the host or by accepting, and not in yet. */
  | { is: 'joining'; since: Instant; until: Instant }
  | { is: 'present'; joinedAt: Instant }
  | { is: 'interrupted'; joinedAt: Instant; until: Instant }
  | { is: 'gone'; joinedAt: Instant; at: Instant; reason: GoneReason }

/** `returned`: to the waiting room. */
export type GoneReason = 'left' | 'removed' | 'lost' | 'ended' | 'returned'

/** A medium is open when neither holds. */
export type Bits = { offBySelf: boolean; offByHost: boolean }

/** What the pages report of their media; never decides presence. */
export type MediaState = 'none' | 'connecting' | 'up' | 'stalled' | 'lost'

export function isOpen(bits: Bits): boolean {
  return !bits.offBySelf && !bits.offByHost
}

/** In the waiting room. */
export function isWaiting(person: Participant): boolean {
  return person.presence.is === 'waiting'
}

/** Waits to be let in, or is let in and not here yet. */
export function isAtTheDoor({ presence }: Participant): boolean {
  return presence.is === 'waiting' || presence.is === 'joining'
}

/** Those who wait, the longest first. */
export function waitingPeople(conference: Conference): Participant[] {
  const since = ({ presence }: Participant) => (presence.is === 'waiting' ? presence.since : 0)
  return Object.values(conference.people)
    .filter(isWaiting)
    .sort((a, b) => since(a) - since(b) || (a.id < b.id ? -1 : 1))
}

/** May this person read the message? */
export function maySee(message: Pick<ChatMessage, 'from' | 'to'>, id: ParticipantId | null): boolean {
  return message.to === null || (id !== null && (message.from === id || message.to === id))
}

/** Those whose hand is up, first raised first. */
export function raisedHands(conference: Conference): Participant[] {
  return insiders(conference)
    .filter((person) => person.handRaisedAt !== null)
    .sort((a, b) => (a.handRaisedAt ?? 0) - (b.handRaisedAt ?? 0) || (a.id < b.id ? -1 : 1))
}

/** Inside = present or interrupted. */
export function isInside(person: Participant): boolean {
  return person.presence.is === 'present' || person.presence.is === 'interrupted'
}

/** Put out by somebody else, and not back since. */
export function isRemoved(person: Participant): boolean {
  return person.presence.is === 'gone' && person.presence.reason === 'removed'
}

/** What stays the same of somebody, and a ban holds on to: the account, the guest account or the number. */
export function identityOf(who: Who): string {
  return who.is === 'user' ? who.userId : who.is === 'guest' ? who.guestId : who.number
}

/** Somebody by an id that a caller gave: `constructor` and its kind name nobody. */
export function personById(conference: Conference, id: string): Participant | undefined {
  return Object.hasOwn(conference.people, id) ? conference.people[id as ParticipantId] : undefined
}

export function insiders(conference: Conference): Participant[] {
  return Object.values(conference.people).filter(isInside)
}

/** True when nobody but `id` is inside. */
export function isLastInside(conference: Conference, id: ParticipantId): boolean {
  return insiders(conference).every((person) => person.id === id)
}

export function runOf(conference: Conference): Run | null {
  return conference.state === 'running' ? conference.run : null
}

/** When the reservation's time is over, as planned; null when open-ended. */
export function plannedEnd(conference: Pick<Conference, 'plan'>): Instant | null {
  const { start, createdAt, minutes } = conference.plan
  return minutes === null ? null : (start ?? createdAt) + minutes * 60_000
}
