import { hasFloor, type MirrorState } from '@parley/client'
import type { ConferenceView, MemberView, SettingsView } from '@parley/protocol'
import { initials } from './initials.ts'

/** Somebody who is not inside but belongs to the meeting. */
export type Expected = { id: string; name: string; initials: string; coming: boolean }

/** What may be set while the meeting is on. */
export type MeetingRules = Pick<
  SettingsView,
  | 'waitingRoom'
  | 'muteOnEntry'
  | 'allowOpenCamera'
  | 'allowRename'
  | 'shareBy'
  | 'shareLocked'
  | 'chat'
  | 'memberInvite'
  | 'joinScope'
> & { locked: boolean; allowUnmute: boolean }

/** What of the meeting a host steers, and what the reader may do about it. */
export type HostView = {
  /** Steers people: host and co-hosts. */
  floor: boolean
  /** Says who is host and how long it lasts. */
  chair: boolean
  /** Nobody is host. */
  vacant: boolean
  mayClaim: boolean
  mayInvite: boolean
  mayRename: boolean
  muteAll: boolean
  /** Who is called in a roll call. */
  called: string | null
  /** In the order of the list. */
  waiting: readonly Expected[]
  calling: readonly Expected[]
  /** On the list of those expected, or let in and not here yet. */
  away: readonly Expected[]
  /** Null while the server has not told them. */
  rules: MeetingRules | null
  /** When the meeting ends by itself, epoch ms; null when it does not, or goes on while somebody is inside. */
  endsAt: number | null
}

const listed = (member: MemberView): Expected => ({
  id: member.memberId,
  name: member.displayName,
  initials: initials(member.displayName),
  coming: member.state === 'joining',
})

const rulesOf = ({ locked, allowUnmute, settings }: ConferenceView): MeetingRules | null =>
  settings
    ? {
        locked,
        allowUnmute,
        waitingRoom: settings.waitingRoom,
        muteOnEntry: settings.muteOnEntry,
        allowOpenCamera: settings.allowOpenCamera,
        allowRename: settings.allowRename,
        shareBy: settings.shareBy,
        shareLocked: settings.shareLocked,
        chat: settings.chat,
        memberInvite: settings.memberInvite,
        joinScope: settings.joinScope,
      }
    : null

/** A run that is prolonged by itself has no end to warn of. */
const plannedEnd = ({ endTime, settings }: ConferenceView): number | null =>
  (settings?.prolongMinutes ?? 0) > 0 ? null : endTime

type Facts = Pick<MirrorState, 'conference' | 'members'>

/** `account`: who the reader is signed in as, null for guests. Null until the reader is inside. */
export function hostView(
  { conference, members }: Facts,
  me: string,
  account: string | null,
): HostView | null {
  const self = members.get(me)
  if (!self || !conference) return null
  const chair = self.role === 'chair'
  const floor = hasFloor(self)
  const vacant = conference.chairMemberId === null
  // Who booked the meeting takes the place at any time.
  const owner = account !== null && conference.createdBy === account
  const everyone = [...members.values()]
  const inState = (...states: MemberView['state'][]) =>
    everyone.filter((member) => states.includes(member.state)).map(listed)
  return {
    floor,
    chair,
    vacant,
    mayClaim: !chair && (vacant || owner),
    mayInvite: floor || (conference.settings?.memberInvite ?? false),
    mayRename: floor || (conference.settings?.allowRename ?? true),
    muteAll: conference.muteAll,
    called: conference.spotlight.on === 'rollCall' ? conference.spotlight.memberId : null,
    waiting: inState('waiting'),
    calling: inState('calling'),
    away: inState('joining', 'invited'),
    rules: rulesOf(conference),
    endsAt: plannedEnd(conference),
  }
}
