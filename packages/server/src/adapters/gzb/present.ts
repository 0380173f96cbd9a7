/** Recorded events as `conference.event` ([WC] 4.9), complete by type. */
import type {
  Conference,
  EventType,
  Participant,
  Recorded,
  RunEndReason,
  Signal,
  Subject,
} from '@parley/core'
import type {
  ConferenceEvent,
  ConferencePatch,
  EndReason,
  EphemeralEvent,
  EventData,
  Topic,
  EventType as WireType,
} from '@parley/protocol'
import {
  type Audience,
  audioBits,
  cameraBits,
  conferenceView,
  feedOf,
  LEAVE_REASONS,
  membersView,
  memberView,
  roleOf,
  speakersView,
} from './views.ts'

type Presented = { [T in WireType]: { type: T; data: EventData[T] } }[WireType]

/**
 * `after`: the fold after the event, or a later state. With a later one a reader passes through values that were
 * not yet true at the event, and has the true ones when it has read up to that state.
 */
type Presenter<T extends EventType> = (event: Recorded<T>, after: Conference, audience: Audience) => Presented

const PRESENTERS: { [T in EventType]: Presenter<T> } = {
  ConferenceScheduled: (_event, after, audience) => ({
    type: 'conference.created',
    data: { conference: conferenceView(after, audience), members: membersView(after, audience) },
  }),
  ConferenceCancelled: () => ({ type: 'conference.cancelled', data: {} }),
  ConferenceClosed: ({ data }) => ({ type: 'conference.closed', data: { how: data.how } }),
  RunStarted: ({ data, runId }, _after, audience) => ({
    type: 'conference.started',
    data: {
      actualStart: data.startedAt,
      changes: {
        endTime: data.endsAt,
        muteAll: false,
        chairMemberId: null,
        ...(audience === 'user' ? { chairId: null } : {}),
        mediaEpoch: data.media.epoch,
        runId,
      },
    },
  }),
  RunOccupied: () => ({ type: 'conference.occupied', data: {} }),
  RunVacated: ({ data }) => ({ type: 'conference.vacated', data: { occupiedSince: data.occupiedSince } }),
  RunProlonged: ({ data }) => ({ type: 'conference.updated', data: { endTime: data.endsAt } }),
  RunEnded: ({ data, time }, after, audience) => ({
    type: 'conference.ended',
    data: {
      reason: END_REASONS[data.reason],
      actualEnd: time,
      state: data.nextRunId === null ? 'ended' : 'scheduled',
      members: membersView(after, audience),
      changes: afterRun(after, audience),
    },
  }),
  ParticipantJoined: ({ data }, _after, audience) => ({
    type: 'member.joined',
    data: { member: memberView(data.card, audience) },
  }),
  ParticipantInterrupted: ({ data }) => ({
    type: 'member.updated',
    data: { memberId: data.participantId, state: 'reconnecting' },
  }),
  ParticipantResumed: ({ data }, after) => {
    const person = personOf(after, data)
    return {
      type: 'member.updated',
      data: {
        memberId: data.participantId,
        state: 'online',
        joinCount: data.generation,
        media: data.media,
        mediaState: person?.mediaState ?? 'none',
        tracks: [],
        feedId: person ? feedOf(person) : null,
      },
    }
  },
  ParticipantLeft: ({ data, actor }) => ({
    type: 'member.left',
    data: {
      memberId: data.participantId,
      reason: LEAVE_REASONS[data.reason],
      by: data.reason === 'removed' ? (actor.participantId ?? null) : null,
    },
  }),
  MicChanged: ({ data }) => ({
    type: 'member.audioChanged',
    data: { memberId: data.participantId, ...audioBits(data.bits) },
  }),
  CameraChanged: ({ data }) => ({
    type: 'member.cameraChanged',
    data: { memberId: data.participantId, ...cameraBits(data.bits) },
  }),
  ParticipantRenamed: ({ data }) => ({
    type: 'member.updated',
    data: { memberId: data.participantId, displayName: data.name },
  }),
  HostChanged: ({ data: { from, to } }, _after, audience) => ({
    type: 'conference.chairChanged',
    data: {
      from: from?.participantId ?? null,
      to: to?.participantId ?? null,
      ...(from ? { fromRole: roleOf({ role: 'participant', who: from.who }) } : {}),
      ...(audience === 'user' ? { chairId: to?.who.is === 'user' ? to.who.account : null } : {}),
    },
  }),
  MediaChanged: ({ data }, after) => {
    const person = personOf(after, data)
    return {
      type: 'member.mediaChanged',
      data: {
        memberId: data.participantId,
        mediaState: data.mediaState,
        tracks: [],
        feedId: person ? feedOf(person) : null,
      },
    }
  },
  MuteAllChanged: ({ data }) => ({
    type: 'conference.muteAllChanged',
    data: { muteAll: data.muteAll, allowUnmute: data.mayUnmute },
  }),
  LockChanged: ({ data }) => ({ type: 'conference.lockChanged', data: { locked: data.locked } }),
}

const END_REASONS = {
  host: 'chair',
  planned: 'timeout',
  limit: 'timeout',
  empty: 'empty',
  admin: 'admin',
} as const satisfies Record<RunEndReason, EndReason>

/** Params of the frame for one stored event. */
export function presentEvent(event: Recorded, after: Conference, audience: Audience): ConferenceEvent {
  const present = PRESENTERS[event.type] as Presenter<EventType>
  return {
    confId: event.conferenceId,
    version: event.revision,
    eventId: event.id,
    time: event.time,
    actor: presentActor(event, after, audience),
    ...present(event, after, audience),
  } as ConferenceEvent
}

/** Params of the frame for a signal; it carries the version at which it was sent. */
export function presentSignal(signal: Signal, version: number, eventId: string): EphemeralEvent {
  return {
    confId: signal.conferenceId,
    version,
    eventId,
    type: 'speaker.changed',
    time: signal.at,
    actor: null,
    ephemeral: true,
    data: speakersView(signal),
  }
}

/** The group a reader chooses by in `conference.subscribe`. */
export function topicOf(type: ConferenceEvent['type']): Topic {
  if (type === 'conference.mediaMoved' || type === 'member.mediaChanged') return 'media'
  return type.startsWith('member.') ? 'member' : 'conference'
}

/** memberId, else account, key or `system`; guests are told members only. */
function presentActor(event: Recorded, after: Conference, audience: Audience): string | null {
  const { actor } = event
  if (actor.is === 'system') return 'system'
  if (actor.participantId) return actor.participantId
  // Whoever joins is a member by this very event.
  if (event.type === 'ParticipantJoined') return event.data.participantId
  if (audience === 'guest') return null
  if (actor.is !== 'user') return actor.id
  if (actor.id === after.owner.userId) return after.owner.account
  const known = Object.values(after.people).find(({ who }) => who.is === 'user' && who.userId === actor.id)
  return known?.who.is === 'user' ? known.who.account : actor.id
}

function personOf(after: Conference, { participantId }: Subject): Participant | undefined {
  return after.people[participantId]
}

/** What the end of a run changes beside what `conference.ended` says by itself. */
function afterRun(after: Conference, audience: Audience): ConferencePatch {
  const { endTime, locked, muteAll, allowUnmute, runId, mediaEpoch, chairMemberId, chairId } = conferenceView(
    after,
    audience,
  )
  return {
    endTime,
    locked,
    muteAll,
    allowUnmute,
    runId,
    mediaEpoch,
    chairMemberId,
    ...(audience === 'user' ? { chairId } : {}),
  }
}
