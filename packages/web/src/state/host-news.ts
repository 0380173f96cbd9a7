import type { ConferenceEvent, MemberView, SettingsView } from '@parley/protocol'
import type { PlainRoomKey, RoomMessage } from '../i18n/room-texts.ts'
import type { News } from './toasts.ts'
import type { Who } from './who-did.ts'

type Told = {
  me: string
  /** The meeting just before the event. */
  members: readonly MemberView[]
  hosting: boolean
  /** By this very page. */
  mine: boolean
  actor: Who | null
}

const inviteTexts = {
  rejected: 'news.invite.rejected',
  busy: 'news.invite.busy',
  timeout: 'news.invite.timeout',
  offline: 'news.invite.offline',
  failed: 'news.invite.failed',
} as const

/** What a host is told of people at the door, and everybody of the rules that changed for them. */
export function hostNews(event: ConferenceEvent, told: Told): News | null {
  switch (event.type) {
    case 'member.audioChanged': {
      const { memberId, chairMuted, muted } = event.data
      const before = told.members.find((member) => member.memberId === memberId)
      // Nobody goes on the air unknowingly: who was muted by the host alone is heard again from here.
      if (memberId !== told.me || told.mine || chairMuted || muted || !before?.chairMuted) return null
      return {
        message: told.actor
          ? { key: 'news.onAir', values: { actor: told.actor } }
          : { key: 'news.onAirSystem' },
        tone: 'warning',
        urgent: true,
      }
    }
    case 'member.inviteResult': {
      const { memberId, result } = event.data
      const name = told.members.find((member) => member.memberId === memberId)?.displayName
      if (name === undefined || result === 'accepted' || result === 'cancelled') return null
      return { message: { key: inviteTexts[result], values: { name } } }
    }
    case 'member.waitingOver': {
      const name = told.members.find((member) => member.memberId === event.data.memberId)?.displayName
      // Whom this page let in or sent away is no news to it.
      if (name === undefined || told.mine || !told.hosting || !told.actor) return null
      const values = { name, actor: told.actor }
      if (event.data.outcome === 'admitted') return { message: { key: 'news.admitted', values } }
      if (event.data.outcome === 'refused') return { message: { key: 'news.refused', values } }
      return null
    }
    case 'member.left': {
      const name = told.members.find((member) => member.memberId === event.data.memberId)?.displayName
      if (event.data.reason !== 'kicked' || event.data.memberId === told.me) return null
      if (name === undefined || !told.hosting || told.mine || !told.actor) return null
      return { message: { key: 'news.removed', values: { name, actor: told.actor } } }
    }
    case 'conference.chairChanged': {
      const { from, to } = event.data
      if (to === null) return { message: { key: 'news.noHost' }, tone: 'warning' }
      if (to !== told.me || from === null || from !== event.actor || !told.actor) return null
      return { message: { key: 'news.nowHostBy', values: { actor: told.actor } }, tone: 'good', urgent: true }
    }
    case 'conference.updated': {
      const { endTime, settings } = event.data
      if (endTime !== undefined && endTime !== null) {
        if (told.mine) return { message: { key: 'news.extendedNow' }, tone: 'good' }
        return told.actor
          ? { message: { key: 'news.extended', values: { actor: told.actor } }, tone: 'good' }
          : { message: { key: 'news.extendedSystem' }, tone: 'good' }
      }
      return settings && !told.mine ? rulesNews(settings, told) : null
    }
    default:
      return null
  }
}

/** Of the settings: what the reader may do from now on, or no longer. Several at once are one sentence. */
function rulesNews(settings: Partial<SettingsView>, { hosting, actor }: Told): News | null {
  const words = rulesTexts(settings, hosting)
  const [first] = words
  if (first === undefined) return null
  if (words.length === 1) return { message: { key: first } as RoomMessage }
  const message: RoomMessage = actor ? { key: 'news.rules', values: { actor } } : { key: 'news.rulesSystem' }
  return { message }
}

function rulesTexts(settings: Partial<SettingsView>, hosting: boolean): PlainRoomKey[] {
  const { waitingRoom, chat, shareLocked, shareBy, allowOpenCamera, memberInvite } = settings
  const texts: PlainRoomKey[] = []
  if (waitingRoom !== undefined && hosting)
    texts.push(waitingRoom ? 'news.waitingRoomOn' : 'news.waitingRoomOff')
  if (chat !== undefined)
    texts.push(
      chat === 'none'
        ? 'chat.none'
        : chat === 'public'
          ? 'chat.onlyPublic'
          : chat === 'private'
            ? 'chat.onlyPrivate'
            : 'news.chatOpen',
    )
  if (shareLocked !== undefined || shareBy !== undefined)
    texts.push(
      shareLocked === true
        ? 'share.lockedByHost'
        : shareBy === 'hosts'
          ? 'share.onlyHosts'
          : 'news.shareOpen',
    )
  if (allowOpenCamera !== undefined) texts.push(allowOpenCamera ? 'news.camerasOpen' : 'room.heldCamera')
  if (memberInvite === true && !hosting) texts.push('news.mayInvite')
  return texts
}
