/** Recorded events as `conference.event` ([WC] 4.9), complete by type. */
import type {
  Conference,
  EventType,
  InvitationOutcome,
  Participant,
  Recorded,
  RunEndReason,
  Subject,
} from '@parley/core'
import type {
  ConferenceEvent,
  ConferencePatch,
  EndReason,
  EventData,
  InviteResult,
  Topic,
  EventType as WireType,
} from '@parley/protocol'
import { presentActor, presentBy } from './present-actor.ts'
import { settingsPatch } from './settings-view.ts'
import type { Sight } from './sight.ts'
import {
  audioBits,
  cameraBits,
  captionsView,
  conferenceView,
  feedOf,
  interpretationView,
  LEAVE_REASONS,
  memberState,
  membersView,
  memberView,
  roleOf,
  stageView,
} from './views.ts'

/** By what an event is shown: readers alike in both share its bytes. */
type Eyes = Pick<Sight, 'audience' | 'floor'>
type Presented = { [T in WireType]: { type: T; data: EventData[T] } }[WireType]

/**
 * `after`: the fold after the event, or a later state. With a later one a reader passes through values that were
 * not yet true at the event, and has the true ones when it has read up to that state.
 */
type Presenter<T extends EventType> = (event: Recorded<T>, after: Conference, eyes: Eyes) => Presented

const PRESENTERS: { [T in EventType]: Presenter<T> } = {
  ConferenceScheduled: (_event, after, eyes) => ({
    type: 'conference.created',
    data: { conference: conferenceView(after, eyes.audience), members: membersView(after, eyes) },
  }),
  ConferenceCancelled: () => ({ type: 'conference.cancelled', data: {} }),
  ConferenceClosed: ({ data }) => ({ type: 'conference.closed', data: { how: data.how } }),
  RunStarted: ({ data, runId }, _after, { audience }) => ({
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
  RunEnded: ({ data, time }, after, eyes) => ({
    type: 'conference.ended',
    data: {
      reason: END_REASONS[data.reason],
      actualEnd: time,
      state: data.nextRunId === null ? 'ended' : 'scheduled',
      members: membersView(after, eyes),
      changes: afterRun(after, eyes),
    },
  }),
  ParticipantJoined: ({ data }, _after, eyes) => ({
    type: 'member.joined',
    data: { member: memberView(data.card, eyes) },
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
      ...(data.banned ? { banned: true } : {}),
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
  HostChanged: ({ data: { from, to } }, _after, { audience }) => ({
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
  SettingsChanged: ({ data: { changed } }, after) => ({
    type: 'conference.updated',
    data: {
      settings: settingsPatch(changed, after.settings),
      ...(changed.maxParticipants === undefined ? {} : { maxMembers: changed.maxParticipants }),
    },
  }),
  PersonInvited: ({ data }, _after, eyes) => {
    const member = memberView(data.card, eyes)
    return {
      type: 'member.invited',
      data: {
        inviteId: data.invitationId,
        memberId: data.participantId,
        ...(eyes.audience === 'user' ? { userId: member.userId ?? null } : {}),
        name: data.name,
        by: data.by,
        until: data.until,
        member: { ...member, invited: true },
      },
    }
  },
  PersonUninvited: ({ data }, after) => ({
    type: 'member.uninvited',
    data: { memberId: data.participantId, gone: personOf(after, data) === undefined },
  }),
  CallStarted: ({ data }, _after, eyes) => ({
    type: 'member.updated',
    data: memberView(data.card, eyes),
  }),
  InvitationSettled: ({ data }, after, { floor }) => {
    const person = personOf(after, data)
    return {
      type: 'member.inviteResult',
      data: {
        inviteId: data.invitationId,
        memberId: data.participantId,
        result: INVITE_RESULTS[data.outcome],
        state: person ? memberState(person, floor) : 'invited',
      },
    }
  },
  // Without the floor (`mayBeTold`): only of somebody on the list, who is shown as not here yet.
  LobbyEntered: ({ data }, _after, eyes) => {
    const member = memberView(data.card, eyes)
    return eyes.floor
      ? { type: 'member.waiting', data: { member } }
      : { type: 'member.updated', data: member }
  },
  LobbyLeft: ({ data }, after, { floor }) => {
    const { participantId: memberId, outcome } = data
    const person = personOf(after, data)
    return floor
      ? {
          type: 'member.waitingOver',
          data: { memberId, outcome, state: person ? memberState(person, floor) : null },
        }
      : {
          type: 'member.updated',
          data: { memberId, state: person ? memberState(person, floor) : 'invited' },
        }
  },
  LoudspeakerChanged: ({ data }) => ({
    type: 'member.updated',
    data: { memberId: data.participantId, loudspeaker: data.on },
  }),
  ShareChanged: ({ data }) => ({
    type: 'member.updated',
    data: { memberId: data.participantId, sharing: data.sharing },
  }),
  ShareInvited: ({ data }) => ({
    type: 'member.updated',
    data: { memberId: data.participantId, shareInvited: data.on },
  }),
  CohostChanged: ({ data }) => ({
    type: 'member.updated',
    data: {
      memberId: data.participantId,
      role: roleOf({ role: data.on ? 'cohost' : 'participant', who: data.who }),
    },
  }),
  HandChanged: ({ data }) => ({
    type: 'member.handChanged',
    data: { memberId: data.participantId, handRaisedAt: data.raisedAt },
  }),
  SpotlightChanged: ({ data }) => {
    const { mainVideo, spotlight } = stageView(data.now)
    return { type: 'conference.mainVideoChanged', data: { memberId: mainVideo, spotlight } }
  },
  CaptionsChanged: ({ data }) => ({
    type: 'conference.captionsChanged',
    data: { languages: captionsView(data.now) },
  }),
  InterpretationChanged: ({ data }) => ({
    type: 'conference.interpretationChanged',
    data: interpretationView(data.now),
  }),
  ChatPosted: ({ id, time, data }) => ({
    type: 'chat.posted',
    data: {
      id,
      time,
      memberId: data.participantId,
      displayName: data.name,
      text: data.text,
      to: data.to?.participantId ?? null,
    },
  }),
}

export const INVITE_RESULTS = {
  accepted: 'accepted',
  declined: 'rejected',
  busy: 'busy',
  unanswered: 'timeout',
  unreachable: 'offline',
  withdrawn: 'cancelled',
  failed: 'failed',
} as const satisfies Record<InvitationOutcome, InviteResult>

const END_REASONS = {
  host: 'chair',
  planned: 'timeout',
  limit: 'timeout',
  empty: 'empty',
  admin: 'admin',
} as const satisfies Record<RunEndReason, EndReason>

/** Params of the frame for one stored event, to a reader to whom it may be told. */
export function presentEvent(event: Recorded, after: Conference, eyes: Eyes): ConferenceEvent {
  const present = PRESENTERS[event.type] as Presenter<EventType>
  const by = presentBy(event, after)
  return {
    confId: event.conferenceId,
    version: event.revision,
    eventId: event.id,
    time: event.time,
    actor: presentActor(event, after, eyes.audience),
    ...(by ? { by } : {}),
    ...present(event, after, eyes),
  } as ConferenceEvent
}

/** The group a reader chooses by in `conference.subscribe`. */
export function topicOf(type: ConferenceEvent['type']): Topic {
  if (type === 'conference.mediaMoved' || type === 'member.mediaChanged') return 'media'
  if (type === 'member.invited' || type === 'member.uninvited' || type === 'member.inviteResult')
    return 'invite'
  return type.startsWith('member.') ? 'member' : 'conference'
}

function personOf(after: Conference, { participantId }: Subject): Participant | undefined {
  return after.people[participantId]
}

/** What the end of a run changes beside what `conference.ended` says by itself. */
function afterRun(after: Conference, { audience }: Eyes): ConferencePatch {
  const {
    confId,
    version,
    settings,
    state,
    chairId,
    createdBy,
    confName,
    startTime,
    maxMembers,
    ...changes
  } = conferenceView(after, audience)
  return { ...changes, ...(audience === 'user' ? { chairId } : {}) }
}
