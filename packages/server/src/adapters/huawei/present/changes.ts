import type { ConferenceEvent, EventId, EventType, ParticipantId, Recorded, Subject } from '@parley/core'
import { type Result, resultOf } from './results.ts'

/** The kinds of push that events cause. */
export type Part =
  | 'attendees'
  | 'basic'
  | 'dynamic'
  | 'participants'
  | 'waiting'
  | 'interpreters'
  | 'picture'
  | 'results'

/**
 * Which pushes an event may cause. Complete by type; `caused` says when one of them is left out, "attendees" of a person
 * event above all: only if that person is on the list.
 */
const CAUSES: Record<EventType, readonly Part[]> = {
  ConferenceScheduled: [],
  ConferenceCancelled: [],
  ConferenceClosed: [],
  RunStarted: [],
  RunOccupied: [],
  RunVacated: [],
  RunProlonged: ['dynamic'],
  RunEnded: ['dynamic'],
  ParticipantJoined: ['participants', 'attendees'],
  // Interrupted people look as present on this wire.
  ParticipantInterrupted: [],
  // Another page may be another device, with or without a camera.
  ParticipantResumed: ['participants'],
  ParticipantLeft: ['participants', 'attendees', 'results'],
  MicChanged: ['participants'],
  CameraChanged: ['participants'],
  // No key of the wire says whether somebody listens.
  LoudspeakerChanged: [],
  ShareChanged: ['participants'],
  ShareInvited: ['participants'],
  CohostChanged: ['participants'],
  HandChanged: ['participants'],
  ParticipantRenamed: ['participants', 'attendees'],
  HostChanged: ['participants'],
  MediaChanged: [],
  MuteAllChanged: ['dynamic'],
  LockChanged: ['dynamic'],
  SettingsChanged: ['dynamic', 'basic'],
  PersonInvited: ['attendees'],
  PersonUninvited: ['attendees'],
  CallStarted: ['participants'],
  InvitationSettled: ['participants', 'results'],
  LobbyEntered: ['waiting'],
  LobbyLeft: ['waiting', 'participants'],
  SpotlightChanged: ['dynamic', 'participants', 'picture'],
  CaptionsChanged: ['basic', 'dynamic'],
  InterpretationChanged: ['interpreters', 'dynamic'],
  ChatPosted: [],
}

/** What events changed, gathered: who has to be told about, and the last event that touched each part. */
export type Changes = {
  /** Null: was not taken away by these events, so there is nothing to remove where the state does not show that person. */
  people: Map<ParticipantId, Subject | null>
  invited: Map<ParticipantId, Subject>
  waiting: Map<ParticipantId, { subject: Subject; admitted: boolean }>
  /** In the order of the events: news, not a state. */
  results: Result[]
  last: Partial<Record<Part, EventId>>
}

export function noChanges(): Changes {
  return { people: new Map(), invited: new Map(), waiting: new Map(), results: [], last: {} }
}

export function note(changes: Changes, event: Recorded): void {
  for (const part of CAUSES[event.type]) {
    if (!caused(event, part)) continue
    changes.last[part] = event.id
    if (part === 'participants') notePeople(changes, event)
    if (part === 'attendees')
      for (const subject of subjectsOf(event)) changes.invited.set(subject.participantId, subject)
    if (part === 'waiting') noteWaiting(changes, event)
    if (part === 'results') changes.results.push(...resultOf(event))
  }
}

function caused(event: Recorded, part: Part): boolean {
  const { type, data } = event
  if (part === 'attendees')
    return type === 'PersonUninvited' || subjectsOf(event).some(({ invited }) => invited)
  switch (type) {
    case 'SettingsChanged':
      return part === 'dynamic' || data.changed.joinScope !== undefined
    case 'SpotlightChanged':
      if (part === 'participants') return 'participantId' in data.now || 'participantId' in data.was
      return part === 'dynamic' || data.now.on === 'layout' || data.was.on === 'layout'
    case 'InvitationSettled':
      // Whoever accepts stays as they are shown until they come; whom nothing rang at was never shown.
      return part === 'results' || (data.rang && data.outcome !== 'accepted')
    case 'LobbyLeft':
      // Only the invited are shown while they are on their way in, and may be turned away then; of others who waited nobody but
      // hosts may know.
      return part === 'waiting' || data.invited
    default:
      return true
  }
}

/** Those who leave the list of the people with these events. */
const TAKES_AWAY: ReadonlySet<EventType> = new Set(['ParticipantLeft', 'InvitationSettled', 'LobbyLeft'])

function notePeople({ people }: Changes, event: Recorded): void {
  if (event.type === 'SpotlightChanged') {
    for (const spotlight of [event.data.was, event.data.now])
      if ('participantId' in spotlight) touch(people, spotlight.participantId, null)
    return
  }
  const away = TAKES_AWAY.has(event.type)
  for (const subject of subjectsOf(event)) touch(people, subject.participantId, away ? subject : null)
}

/** Whoever was taken away once has to be removed, whatever else happened to them. */
function touch(people: Changes['people'], id: ParticipantId, subject: Subject | null): void {
  people.set(id, subject ?? people.get(id) ?? null)
}

function noteWaiting({ waiting }: Changes, { type, data }: ConferenceEvent): void {
  if (type !== 'LobbyEntered' && type !== 'LobbyLeft') return
  const admitted = type === 'LobbyLeft' && data.outcome === 'admitted'
  waiting.set(data.participantId, { subject: data, admitted })
}

function subjectsOf(event: ConferenceEvent): Subject[] {
  if (event.type === 'HostChanged') return [event.data.from, event.data.to].filter((one) => one !== null)
  return 'participantId' in event.data ? [event.data] : []
}
