import type { Conference, OpenPasswords, Participant, Settings } from '@parley/core'
import { plannedEnd, runOf } from '@parley/core'
import { wallTime } from './wall-time.ts'

/** What the caller may see of a conference. */
export type Sight = {
  /** Owner or administrator: both passwords and the host link. */
  books: boolean
  passwords: OpenPasswords
  links: { guest: string; host: string }
  /** Most people in any conference, which the wire calls 0. */
  cap: number
}

const STATES = { scheduled: 'Schedule', running: 'Created', closed: 'Destroyed' } as const
/** The first of them are named in an answer. */
const NAMED_ATTENDEES = 20

/** [HW] 3.2.2. */
export function presentConference(conference: Conference, sight: Sight) {
  const { settings, plan, owner } = conference
  const invited = invitedOf(conference)
  const run = runOf(conference)
  const start = plan.start ?? plan.createdAt
  const end = run?.endsAt ?? plannedEnd(conference)
  return {
    conferenceID: conference.id,
    subject: conference.title,
    size: invited.length,
    timeZoneID: '56',
    startTime: wallTime(start),
    ...(end === null ? {} : { endTime: wallTime(end) }),
    mediaTypes: settings.media === 'voice' ? 'Data,Voice' : 'Data,Voice,HDVideo',
    conferenceState: STATES[conference.state],
    language: 'zh-CN',
    accessNumber: '',
    passwordEntry: presentPasswords(sight),
    userUUID: owner.userId,
    scheduserName: owner.name,
    conferenceType: 0,
    confType: plan.start === null ? 'IMMEDIATELY' : 'FUTURE',
    isAutoMute: settings.muteOnEntry ? 1 : 0,
    isAutoRecord: 0,
    ...(sight.books ? { chairJoinUri: sight.links.host } : {}),
    guestJoinUri: sight.links.guest,
    recordType: 0,
    recordAuxStream: 0,
    recordAuthType: 0,
    confConfigInfo: presentConfig(settings, sight),
    vmrFlag: 0,
    ...(run ? { confUUID: run.id } : {}),
    partAttendeeInfo: invited.slice(0, NAMED_ATTENDEES).map((person) => ({
      name: person.name,
      phone: person.who.number,
      type: attendeeType(person),
      role: isOwner(conference, person) ? 1 : 0,
      isMute: 0,
    })),
    terminlCount: 0,
    normalCount: invited.filter((person) => attendeeType(person) === 'normal').length,
    deptName: '',
    webinar: false,
    multiStreamFlag: 1,
    confMode: 'RTC',
    concurrentParticipants: settings.maxParticipants >= sight.cap ? 0 : settings.maxParticipants,
    supportSimultaneousInterpretation: false,
  }
}

/** The host sees both, everybody else only the guests'. A waived one is empty. */
function presentPasswords({ books, passwords }: Sight) {
  return [
    ...(books ? [{ conferenceRole: 'chair', password: passwords.host }] : []),
    { conferenceRole: 'general', password: passwords.guest ?? '' },
  ]
}

export const CALL_IN = { everyone: 0, tenant: 2, invited: 3 } as const satisfies Record<
  Settings['joinScope'],
  number
>

function presentConfig(settings: Settings, { passwords }: Sight) {
  return {
    isSendNotify: false,
    isSendSms: false,
    isSendCalendar: false,
    isAutoMute: settings.muteOnEntry,
    isGuestFreePwd: passwords.guest === null,
    callInRestriction: CALL_IN[settings.joinScope],
    allowGuestStartConf: settings.guestMayStart,
    guestPwd: passwords.guest ?? '',
    vmrIDType: 1,
    prolongLength: settings.prolongMinutes,
    enableWaitingRoom: settings.waitingRoom,
  }
}

export function invitedOf(conference: Conference): Participant[] {
  return Object.values(conference.people).filter((person) => person.invited)
}

/** The wire's `role` of an invited person; it does not change with who is host of a run. */
export function isOwner(conference: Conference, person: Participant): boolean {
  return person.who.is === 'user' && person.who.userId === conference.owner.userId
}

/** A soft client, or a number that nobody here holds. */
export function attendeeType({ who }: Participant): 'normal' | 'mobile' {
  return who.is === 'phone' ? 'mobile' : 'normal'
}

/** One of `PageParticipant` ([HW] 3.3): an invited person, present or not. */
export function presentInvited(conference: Conference, person: Participant) {
  const { who } = person
  return {
    participantID: who.number,
    name: person.name,
    subscriberID: who.number,
    role: isOwner(conference, person) ? 1 : 0,
    state: 'MEETTING',
    address: '',
    attendeeType: attendeeType(person),
    accountId: who.is === 'user' ? who.account : '',
    userUUID: who.is === 'user' ? who.userId : '',
    isAutoInvite: 0,
    isNotOverlayPidName: false,
  }
}
