import type { GoneReason, LogEntry } from '@parley/core'
import type { EventAction, MeetingEventName } from '@parley/protocol'
import { type Member, type Named, operatorOf } from './members.ts'

/** What an event says outside, apart from what every event of the document says. */
export type Said = {
  type: MeetingEventName
  /** Whom it is about; absent for events of the meeting itself. */
  person?: Named
  /** The same, where only its names are known. */
  member?: Member
  /** Absent: `data` is `more` alone. */
  action?: EventAction
  /** Fields that only this kind has. A field that does not apply is absent ([AL] 1.4). */
  more?: Record<string, unknown>
  /** The same for targets that ask for extended data. */
  extended?: Record<string, unknown>
  /** The whole event is only for targets that ask for extended actions ([AL] 1.5). */
  extendedOnly?: true
}

type EntryOf<T extends LogEntry['type']> = Extract<LogEntry, { type: T }>
type Sayings = { [T in LogEntry['type']]: (entry: EntryOf<T>) => Said | null }

const untold = (): null => null

/** Complete by type: a new event does not compile until it is decided what the outside is told of it. */
export const SAYINGS: Sayings = {
  RunOccupied: () => ({ type: 'MeetingStateEvent', action: 'meeting_start' }),
  RunVacated: () => ({ type: 'MeetingStateEvent', action: 'meeting_end' }),
  ParticipantJoined: ({ data }) => ({
    type: 'MemberStateEvent',
    action: 'member_join',
    person: data,
    extended: { role: data.card.role, device: data.card.device },
  }),
  ParticipantLeft: ({ data }) => ({
    type: 'MemberStateEvent',
    action: 'member_leave',
    person: data,
    more: { state: LEAVE_STATES[data.reason], startTime: data.joinedAt },
    extended: { leaveReason: data.reason },
  }),
  MicChanged: ({ data }) =>
    data.flipped ? { type: 'MemberOperate', action: data.open ? 'mic_on' : 'mic_off', person: data } : null,
  CameraChanged: ({ data }) =>
    data.flipped
      ? { type: 'MemberOperate', action: data.open ? 'camera_on' : 'camera_off', person: data }
      : null,
  LoudspeakerChanged: ({ data }) => ({
    type: 'MemberOperate',
    action: data.on ? 'speaker_on' : 'speaker_off',
    person: data,
  }),
  ShareChanged: ({ data }) => ({
    type: 'MemberOperate',
    action: data.sharing ? 'share_on' : 'share_off',
    person: data,
  }),
  HandChanged: ({ data }) => ({
    type: 'MemberOperate',
    action: data.raisedAt === null ? 'hand_down' : 'hand_up',
    person: data,
    extendedOnly: true,
  }),
  ParticipantRenamed: ({ data }) => ({
    type: 'MemberOperate',
    action: 'rename',
    person: data,
    extended: { oldName: data.was },
    extendedOnly: true,
  }),
  // One event is one push: where the place passes on, the new host is told of.
  HostChanged: ({ data: { from, to } }) => {
    const person = to ?? from
    return (
      person && { type: 'MemberOperate', action: to ? 'host_on' : 'host_off', person, extendedOnly: true }
    )
  },
  LockChanged: (entry) => ({
    type: 'MemberOperate',
    action: entry.data.locked ? 'lock_on' : 'lock_off',
    member: operatorOf(entry) ?? undefined,
    extendedOnly: true,
  }),
  StatisticTaken: ({ data: { startsAt, meetings, minutes, joins, peak } }) => ({
    type: 'MeetingStatistic',
    more: {
      time: startsAt,
      meetingCount: meetings,
      meetingTime: minutes,
      meetingMember: joins,
      meetingConcurrency: peak,
    },
  }),
  ConferenceScheduled: untold,
  ConferenceCancelled: untold,
  ConferenceClosed: untold,
  RunStarted: untold,
  RunProlonged: untold,
  RunEnded: untold,
  ParticipantInterrupted: untold,
  ParticipantResumed: untold,
  MediaChanged: untold,
  // Each microphone that it closes has its own event.
  MuteAllChanged: untold,
  SettingsChanged: untold,
  // Being asked and waiting are no states of a member the document knows; coming in is.
  PersonInvited: untold,
  PersonUninvited: untold,
  CallStarted: untold,
  InvitationSettled: untold,
  LobbyEntered: untold,
  LobbyLeft: untold,
  ShareInvited: untold,
  CohostChanged: untold,
  SpotlightChanged: untold,
  CaptionsChanged: untold,
  InterpretationChanged: untold,
  ChatPosted: untold,
  // Told under its own id and source by the bus it was put on.
  EventPut: untold,
  TargetPaused: untold,
  TargetResumed: untold,
  TargetFailing: untold,
  TargetRecovered: untold,
  EventUntold: untold,
  DeliveriesDropped: untold,
  PersonErased: untold,
}

/** By one's own act, or not ([AL] 1.6). */
const LEAVE_STATES: Record<GoneReason, 'active' | 'passive'> = {
  left: 'active',
  removed: 'passive',
  lost: 'passive',
  ended: 'passive',
  returned: 'passive',
}
