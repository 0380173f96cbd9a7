import { hasFloor, isInside, type MirrorState } from '@parley/client'
import type { MemberView } from '@parley/protocol'
import { isWatcher } from './member.ts'

/** What may be done to one person, in the order of the menu; the empty string parts groups. */
export const personActions = [
  'mute',
  'allowToSpeak',
  'askUnmute',
  'closeCamera',
  'allowCamera',
  'askCamera',
  'lowerHand',
  'stopShare',
  'askShare',
  'takeBackShare',
  'spotlight',
  'endSpotlight',
  'rename',
  'makeCohost',
  'takeCohost',
  'handOver',
  'release',
  'toWaitingRoom',
  'remove',
] as const
export type PersonAction = (typeof personActions)[number]

/** The one thing that may be done about somebody's microphone as it is now. */
export type MicAction = Extract<PersonAction, 'mute' | 'allowToSpeak' | 'askUnmute'>
export const micActionOf = ({ chairMuted, muted }: Pick<MemberView, 'chairMuted' | 'muted'>): MicAction =>
  chairMuted ? 'allowToSpeak' : muted ? 'askUnmute' : 'mute'

/** By the powers of [WC] 1.5: a co-host has those of the host over everyone but the host; who is host is the host's to say. */
export function actionsFor(
  { conference, members }: Pick<MirrorState, 'conference' | 'members'>,
  me: string,
  id: string,
): readonly PersonAction[] {
  const self = members.get(me)
  const member = members.get(id)
  if (!self || !member || !conference || !isInside(member)) return []
  const chair = self.role === 'chair'
  const floor = hasFloor(self)
  const may = new Set<PersonAction>()
  const shown = conference.spotlight.on === 'broadcast' && conference.spotlight.memberId === id

  if (floor) may.add(shown ? 'endSpotlight' : 'spotlight')
  if (id === me) {
    if (floor || (conference.settings?.allowRename ?? true)) may.add('rename')
    if (chair) may.add('release')
  } else if (floor && member.role !== 'chair') {
    if (!isWatcher(member)) {
      may.add(micActionOf(member))
      may.add(member.chairCameraOff ? 'allowCamera' : member.cameraOpen ? 'closeCamera' : 'askCamera')
      if (member.sharing) may.add('stopShare')
      else may.add(member.shareInvited ? 'takeBackShare' : 'askShare')
    }
    if (member.handRaisedAt !== null) may.add('lowerHand')
    may.add('rename').add('toWaitingRoom').add('remove')
    if (chair) may.add(member.role === 'cohost' ? 'takeCohost' : 'makeCohost').add('handOver')
  }
  return personActions.filter((action) => may.has(action))
}
