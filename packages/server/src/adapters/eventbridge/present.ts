import type { EventType, GoneReason, PushEvent, Recorded, Who } from '@parley/core'
import type { Action } from './actions.ts'
import { type EventBridgeSettings, GUEST_GROUP } from './settings.ts'

/** Short names of the types; in full `aliyuncvc:MeetingEvent:{name}`. */
type TypeName = 'MeetingStateEvent' | 'MemberStateEvent' | 'MemberOperate'

/** What an event says outside, apart from what every event says. */
type Said = {
  type: TypeName
  action: Action
  /** Whom it is about; absent for events of the meeting itself. */
  who?: Who
  /** Fields that only this kind has. A field that does not apply is absent ([AL] 1.4). */
  more?: Record<string, unknown>
}

type Presenters = { [T in EventType]: (event: Recorded<T>) => Said | null }

const untold = (): null => null

/** Complete by type: a new event does not compile until it is decided what the outside is told of it. */
const PRESENTERS: Presenters = {
  RunOccupied: () => ({ type: 'MeetingStateEvent', action: 'meeting_start' }),
  RunVacated: () => ({ type: 'MeetingStateEvent', action: 'meeting_end' }),
  ParticipantJoined: ({ data: { who } }) => ({ type: 'MemberStateEvent', action: 'member_join', who }),
  ParticipantLeft: ({ data: { who, reason, joinedAt } }) => ({
    type: 'MemberStateEvent',
    action: 'member_leave',
    who,
    more: { state: LEAVE_STATES[reason], startTime: joinedAt },
  }),
  MicChanged: ({ data: { who, open, flipped } }) =>
    flipped ? { type: 'MemberOperate', action: open ? 'mic_on' : 'mic_off', who } : null,
  CameraChanged: ({ data: { who, open, flipped } }) =>
    flipped ? { type: 'MemberOperate', action: open ? 'camera_on' : 'camera_off', who } : null,
  ConferenceScheduled: untold,
  ConferenceCancelled: untold,
  ConferenceClosed: untold,
  RunStarted: untold,
  RunProlonged: untold,
  RunEnded: untold,
  ParticipantInterrupted: untold,
  ParticipantResumed: untold,
  ParticipantRenamed: untold,
  HostChanged: untold,
  MediaChanged: untold,
  MuteAllChanged: untold,
  LockChanged: untold,
}

/** By one's own act, or not ([AL] 1.6). */
const LEAVE_STATES: Record<GoneReason, 'active' | 'passive'> = {
  left: 'active',
  removed: 'passive',
  lost: 'passive',
  ended: 'passive',
}

/** The document's form of an event, or null when it has none. From the event alone, so that it can be told again at any time. */
export function createPresent(settings: EventBridgeSettings): (recorded: Recorded) => PushEvent | null {
  return (recorded) => {
    const presenter = PRESENTERS[recorded.type] as (event: Recorded) => Said | null
    const said = presenter(recorded)
    if (!said) return null
    const { id, time, title, runId, tenantId } = recorded
    if (runId === null) throw new Error(`${recorded.type} ${id} is outside of any run`)
    const person = said.who && personOf(said.who)
    const account = settings.accountId ?? tenantId
    return {
      id,
      source: 'acs.aliyuncvc',
      type: `aliyuncvc:MeetingEvent:${said.type}`,
      subject: `acs.aliyuncvc:${settings.region}:${account}:${person?.groupId ?? tenantId}`,
      time,
      data: {
        meetingUUID: `${settings.meetingPrefix}${runId}`,
        meetingName: title,
        action: settings.actions[said.action] ?? said.action,
        time,
        ...person,
        ...said.more,
      },
    }
  }
}

function personOf(who: Who): { groupId: string; userId: string } {
  return who.is === 'user'
    ? { groupId: who.tenantId, userId: who.number }
    : { groupId: GUEST_GROUP, userId: who.guestId }
}
