import {
  type Device,
  type EventType,
  isSiteEntry,
  type LogEntry,
  type PushEvent,
  type Recorded,
  type Role,
  type RunId,
  type Subject,
} from '@parley/core'

/** The events of [HW] 3.9 that a meeting can have: none is recorded, and no booking can be changed. */
type HookEvent =
  | 'meeting.create'
  | 'meeting.cancel'
  | 'meeting.started'
  | 'meeting.join'
  | 'meeting.left'
  | 'meeting.end'
  | 'meeting.conclude'

type Said = { event: HookEvent; runId: RunId | null; attendeeInfo?: Record<string, unknown> }

type Presenters = { [T in EventType]: ((event: Recorded<T>) => Said) | null }

/** Complete by type: a new event does not compile until it is decided whether the hook tells of it. */
const PRESENTERS: Presenters = {
  ConferenceScheduled: ({ data }) => ({ event: 'meeting.create', runId: data.nextRunId }),
  ConferenceCancelled: ({ runId }) => ({ event: 'meeting.cancel', runId }),
  ConferenceClosed: ({ runId }) => ({ event: 'meeting.conclude', runId }),
  RunStarted: ({ runId }) => ({ event: 'meeting.started', runId }),
  RunEnded: ({ runId }) => ({ event: 'meeting.end', runId }),
  ParticipantJoined: ({ runId, data }) => ({
    event: 'meeting.join',
    runId,
    attendeeInfo: attendee(data, {
      userAgent: USER_AGENTS[data.card.device],
      joinTime: data.joinedAt,
      leftTime: 0,
      role: ROLES[data.card.role],
    }),
  }),
  ParticipantLeft: ({ runId, time, data }) => ({
    event: 'meeting.left',
    runId,
    attendeeInfo: attendee(data, { joinTime: data.joinedAt, leftTime: time }),
  }),
  RunOccupied: null,
  RunVacated: null,
  RunProlonged: null,
  ParticipantInterrupted: null,
  ParticipantResumed: null,
  MicChanged: null,
  CameraChanged: null,
  ParticipantRenamed: null,
  HostChanged: null,
  MediaChanged: null,
  MuteAllChanged: null,
  LockChanged: null,
  // `meeting.modify` is of the booking, and settings changed in a run are not that.
  SettingsChanged: null,
  PersonInvited: null,
  PersonUninvited: null,
  CallStarted: null,
  InvitationSettled: null,
  LobbyEntered: null,
  LobbyLeft: null,
  LoudspeakerChanged: null,
  ShareChanged: null,
  ShareInvited: null,
  CohostChanged: null,
  HandChanged: null,
  SpotlightChanged: null,
  CaptionsChanged: null,
  InterpretationChanged: null,
  ChatPosted: null,
}

/** [HW] 0.5: `CHAIR` was seen, the others are ours. */
const ROLES: Record<Role, 'CHAIR' | 'GENERAL'> = { host: 'CHAIR', cohost: 'GENERAL', participant: 'GENERAL' }
/** `Desktop` was seen, the others are ours. */
const USER_AGENTS: Record<Device, string> = {
  desktop: 'Desktop',
  mobile: 'Mobile',
  tablet: 'Pad',
  other: 'Other',
}

/**
 * What the enterprise hook is told of a log entry ([HW] 3.9), null when nothing. `data` is the `eventInfo`, its keys in the
 * document's order. From the entry alone, so that it can be told again at any time.
 */
export function presentHook(entry: LogEntry): PushEvent | null {
  if (isSiteEntry(entry)) return null
  const presenter = PRESENTERS[entry.type] as ((event: Recorded) => Said) | null
  if (!presenter) return null
  const { event, runId, attendeeInfo } = presenter(entry)
  const { id, time, conferenceId } = entry
  const meetingInfo = { meetingID: conferenceId, ...(runId === null ? {} : { meetingUUID: runId }) }
  return {
    id,
    source: 'huawei-hooks',
    type: event,
    time,
    data: { event, timestamp: time, payload: { meetingInfo, ...(attendeeInfo ? { attendeeInfo } : {}) } },
    orderKey: null,
  }
}

type Stay = { userAgent?: string; joinTime: number; leftTime: number; role?: string }

/** Keys in the document's order; one that is not known is left out. */
function attendee({ participantId, who, name }: Subject, { userAgent, joinTime, leftTime, role }: Stay) {
  const account = who.is === 'user' ? who : { userId: '', account: '' }
  return {
    userUUID: account.userId,
    ...(userAgent === undefined ? {} : { userAgent }),
    account: account.account,
    participantID: participantId,
    displayName: name,
    joinTime,
    leftTime,
    ...(role === undefined ? {} : { role }),
    callNumber: who.number,
  }
}
