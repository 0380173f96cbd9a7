import type { RecordedActor, Via } from '../actor.ts'
import type {
  CommandId,
  ConferenceId,
  EventId,
  InvitationId,
  ParticipantId,
  RunId,
  TenantId,
} from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Settings } from './settings.ts'
import type {
  Allocation,
  Bits,
  Captions,
  ClosedHow,
  Device,
  GoneReason,
  Interpretation,
  MediaState,
  Owner,
  Participant,
  Plan,
  Sealed,
  Spotlight,
  Who,
} from './state.ts'

/** Whom a participant event is about; enough for a wire that sees the event alone. */
export type Subject = { participantId: ParticipantId; who: Who; name: string; invited: boolean }

/** What happened, by name. Payload version 1 of each. */
export type EventData = {
  ConferenceScheduled: {
    title: string
    plan: Plan
    owner: Owner
    settings: Settings
    sealed: Sealed
    people: Participant[]
    nextRunId: RunId
  }
  ConferenceCancelled: Record<never, never>
  ConferenceClosed: { how: ClosedHow }
  RunStarted: { no: number; startedAt: Instant; endsAt: Instant | null; media: Allocation }
  /** The first person is inside; again after `RunVacated`. */
  RunOccupied: Record<never, never>
  RunVacated: { occupiedSince: Instant }
  RunProlonged: { endsAt: Instant; auto: boolean }
  /** `nextRunId` is set when the reservation may be held again. */
  RunEnded: { reason: RunEndReason; nextRunId: RunId | null }
  ParticipantJoined: Subject & { card: Participant; joinedAt: Instant }
  ParticipantInterrupted: Subject & { until: Instant }
  /** `back`: the connection or the page returned; `takeover`: another page of the same person. */
  ParticipantResumed: Subject & {
    generation: number
    how: 'back' | 'takeover'
    media: Participant['media']
    device: Device
  }
  ParticipantLeft: Subject & { reason: GoneReason; joinedAt: Instant; banned: boolean }
  MicChanged: Subject & { bits: Bits; open: boolean; flipped: boolean }
  CameraChanged: Subject & { bits: Bits; open: boolean; flipped: boolean }
  ParticipantRenamed: Subject & { was: string }
  HostChanged: {
    from: Subject | null
    to: Subject | null
    why: 'entered' | 'away' | 'transferred' | 'claimed' | 'released'
  }
  MediaChanged: Subject & { mediaState: MediaState }
  MuteAllChanged: { muteAll: boolean; mayUnmute: boolean }
  LockChanged: { locked: boolean }
  /** Settings other than the lock and `mayUnmute`, which have events of their own. */
  SettingsChanged: { changed: Partial<Settings> }
  /** Somebody was put on the list, or is called again. `until`: how long it rings. */
  PersonInvited: Subject & { card: Participant; invitationId: InvitationId; by: string; until: Instant }
  /** Off the list. Who was inside has left before. */
  PersonUninvited: Subject
  /** It rings. */
  CallStarted: Subject & { card: Participant }
  /** `until`: by when somebody who accepted has to come; else the time of the event. */
  InvitationSettled: Subject & {
    invitationId: InvitationId
    outcome: InvitationOutcome
    rang: boolean
    until: Instant
  }
  /** Somebody waits to be let in; again when their line broke (`until` is near then) or came back. */
  LobbyEntered: Subject & { card: Participant }
  /** `until`: by when somebody let in has to come; else the time of the event. */
  LobbyLeft: Subject & { outcome: LobbyOutcome; until: Instant }
  LoudspeakerChanged: Subject & { on: boolean }
  ShareChanged: Subject & { sharing: boolean }
  ShareInvited: Subject & { on: boolean }
  CohostChanged: Subject & { on: boolean }
  HandChanged: Subject & { raisedAt: Instant | null }
  SpotlightChanged: { now: Spotlight; was: Spotlight; person: Subject | null }
  CaptionsChanged: { now: Captions }
  InterpretationChanged: { now: Interpretation }
  ChatPosted: Subject & { text: string; to: Subject | null }
}

/** How ringing came to its end. `unreachable`: nothing here can ring for that number. */
export type InvitationOutcome =
  | 'accepted'
  | 'declined'
  | 'busy'
  | 'unanswered'
  | 'unreachable'
  | 'withdrawn'
  | 'failed'
/** `aborted`: went away, or was let in and did not come. */
export type LobbyOutcome = 'admitted' | 'refused' | 'expired' | 'aborted'

export type RunEndReason = 'host' | 'planned' | 'empty' | 'limit' | 'admin'
export type EventType = keyof EventData
export type EventOf<T extends EventType> = { [K in T]: { type: K; data: EventData[K] } }[T]
export type ConferenceEvent = EventOf<EventType>

/** An event as the log keeps it. */
export type Recorded<T extends EventType = EventType> = Envelope & EventOf<T>

export type Envelope = {
  id: EventId
  /** Order over the whole server; nothing appears below a position already read. */
  position: number
  conferenceId: ConferenceId
  /** Set while a run is on. */
  runId: RunId | null
  revision: number
  /** Never runs back inside a conference. */
  time: Instant
  actor: RecordedActor
  via: Via
  cause: CommandId
  /** Place of the event among those of its command, from 0. */
  part: number
  tenantId: TenantId
  title: string
  /** Version of the payload. */
  schema: number
  traceparent: string | null
}

/** An event before the store gave it its position. */
export type Unpositioned = Omit<Envelope, 'position'> & ConferenceEvent

/** Every type there is. All are at payload version 1 (`schema`): what an older log leaves out is filled in by the fold. */
export const EVENT_TYPES = [
  'ConferenceScheduled',
  'ConferenceCancelled',
  'ConferenceClosed',
  'RunStarted',
  'RunOccupied',
  'RunVacated',
  'RunProlonged',
  'RunEnded',
  'ParticipantJoined',
  'ParticipantInterrupted',
  'ParticipantResumed',
  'ParticipantLeft',
  'MicChanged',
  'CameraChanged',
  'ParticipantRenamed',
  'HostChanged',
  'MediaChanged',
  'MuteAllChanged',
  'LockChanged',
  'SettingsChanged',
  'PersonInvited',
  'PersonUninvited',
  'CallStarted',
  'InvitationSettled',
  'LobbyEntered',
  'LobbyLeft',
  'LoudspeakerChanged',
  'ShareChanged',
  'ShareInvited',
  'CohostChanged',
  'HandChanged',
  'SpotlightChanged',
  'CaptionsChanged',
  'InterpretationChanged',
  'ChatPosted',
] as const satisfies readonly EventType[]

/**
 * Where each event names a person: paths into `data` that erasing that person blanks. Complete by type.
 * The envelope's `PERSONAL_ACTOR_FIELDS` are personal in every event. A member `by` names whoever caused the event.
 */
export const PERSONAL_FIELDS = {
  ConferenceScheduled: ['owner.name', 'owner.account', 'owner.number', 'people.*.name', 'people.*.who'],
  ConferenceCancelled: [],
  ConferenceClosed: [],
  RunStarted: [],
  RunOccupied: [],
  RunVacated: [],
  RunProlonged: [],
  RunEnded: [],
  ParticipantJoined: ['name', 'who', 'card.name', 'card.who'],
  ParticipantInterrupted: ['name', 'who'],
  ParticipantResumed: ['name', 'who'],
  ParticipantLeft: ['name', 'who'],
  MicChanged: ['name', 'who'],
  CameraChanged: ['name', 'who'],
  ParticipantRenamed: ['name', 'who', 'was'],
  HostChanged: ['from.name', 'from.who', 'to.name', 'to.who'],
  MediaChanged: ['name', 'who'],
  MuteAllChanged: [],
  LockChanged: [],
  SettingsChanged: [],
  PersonInvited: ['name', 'who', 'card.name', 'card.who', 'by'],
  PersonUninvited: ['name', 'who'],
  CallStarted: ['name', 'who', 'card.name', 'card.who', 'card.invitation.by'],
  InvitationSettled: ['name', 'who'],
  LobbyEntered: ['name', 'who', 'card.name', 'card.who'],
  LobbyLeft: ['name', 'who'],
  LoudspeakerChanged: ['name', 'who'],
  ShareChanged: ['name', 'who'],
  ShareInvited: ['name', 'who'],
  CohostChanged: ['name', 'who'],
  HandChanged: ['name', 'who'],
  SpotlightChanged: ['person.name', 'person.who'],
  CaptionsChanged: [],
  InterpretationChanged: [
    'now.groups.*.interpreters.*.name',
    'now.groups.*.interpreters.*.account',
    'now.groups.*.interpreters.*.number',
  ],
  ChatPosted: ['name', 'who', 'text', 'to.name', 'to.who'],
} as const satisfies Record<EventType, readonly string[]>

/** What erasing a person blanks in the `actor` of every event that person caused. */
export const PERSONAL_ACTOR_FIELDS = ['name', 'number'] as const satisfies readonly (keyof RecordedActor)[]

/** Secrets, sealed as they are, never leave the server: members of `data` that no wire shows. Complete by type. */
export const SECRET_FIELDS = {
  ConferenceScheduled: ['sealed'],
  ConferenceCancelled: [],
  ConferenceClosed: [],
  RunStarted: [],
  RunOccupied: [],
  RunVacated: [],
  RunProlonged: [],
  RunEnded: [],
  ParticipantJoined: [],
  ParticipantInterrupted: [],
  ParticipantResumed: [],
  ParticipantLeft: [],
  MicChanged: [],
  CameraChanged: [],
  ParticipantRenamed: [],
  HostChanged: [],
  MediaChanged: [],
  MuteAllChanged: [],
  LockChanged: [],
  SettingsChanged: [],
  PersonInvited: [],
  PersonUninvited: [],
  CallStarted: [],
  InvitationSettled: [],
  LobbyEntered: [],
  LobbyLeft: [],
  LoudspeakerChanged: [],
  ShareChanged: [],
  ShareInvited: [],
  CohostChanged: [],
  HandChanged: [],
  SpotlightChanged: [],
  CaptionsChanged: [],
  InterpretationChanged: [],
  ChatPosted: [],
} as const satisfies { [T in EventType]: readonly (keyof EventData[T])[] }

export function subjectOf(person: Participant): Subject {
  return { participantId: person.id, who: person.who, name: person.name, invited: person.invited }
}
