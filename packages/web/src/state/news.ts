import { hasFloor } from '@parley/client'
import type { ConferenceEvent, EphemeralData, MemberView } from '@parley/protocol'
import type { RoomMessage } from '../i18n/room-texts.ts'
import { hostNews } from './host-news.ts'
import type { News } from './toasts.ts'
import { type Who, whoDid } from './who-did.ts'

/** The meeting just before the event; names of people who leave are only known there. */
export type NewsContext = { me: string; members: readonly MemberView[] }

/** What of an event the reader is told in words; null for what the pictures and the list already say. */
export function newsOf(event: ConferenceEvent, { me, members }: NewsContext): News | null {
  const find = (id: string | null | undefined) => members.find((member) => member.memberId === id)
  const self = find(me)
  const hosting = self !== undefined && hasFloor(self)
  const mine = event.actor === me && (event.by?.via ?? 'page') === 'page'
  const actor = whoDid(event, members)
  const host = hostNews(event, { me, members, hosting, mine, actor })
  if (host) return host

  switch (event.type) {
    case 'member.joined': {
      const { member } = event.data
      if (member.memberId === me) return null
      return {
        message: { key: 'news.joined', values: { name: member.displayName } },
        group: { name: 'joined', many: (count) => ({ key: 'news.joinedMany', values: { count } }) },
      }
    }
    case 'member.left': {
      const member = find(event.data.memberId)
      if (!member || member.memberId === me || event.data.reason === 'ended') return null
      return {
        message: { key: 'news.left', values: { name: member.displayName } },
        group: { name: 'left', many: (count) => ({ key: 'news.leftMany', values: { count } }) },
      }
    }
    case 'member.audioChanged': {
      if (event.data.memberId !== me || mine) return null
      if (event.data.chairMuted && !self?.chairMuted)
        return {
          message: actor ? { key: 'news.mutedBy', values: { actor } } : { key: 'news.mutedYouSystem' },
          tone: 'warning',
          urgent: true,
        }
      if (!event.data.chairMuted && self?.chairMuted && event.data.muted)
        return {
          message: actor ? { key: 'news.unmutedYou', values: { actor } } : { key: 'news.unmutedYouSystem' },
          urgent: true,
        }
      return null
    }
    case 'member.cameraChanged': {
      if (event.data.memberId !== me || mine) return null
      if (event.data.chairCameraOff && !self?.chairCameraOff)
        return {
          message: actor
            ? { key: 'news.cameraOffBy', values: { actor } }
            : { key: 'news.cameraOffYouSystem' },
          tone: 'warning',
          urgent: true,
        }
      if (!event.data.chairCameraOff && self?.chairCameraOff)
        return {
          message: actor
            ? { key: 'news.cameraAllowed', values: { actor } }
            : { key: 'news.cameraAllowedSystem' },
          urgent: true,
        }
      return null
    }
    case 'member.handChanged': {
      const { memberId, handRaisedAt } = event.data
      if (memberId === me) {
        if (mine || handRaisedAt !== null || self?.handRaisedAt === null) return null
        return {
          message: actor ? { key: 'hand.lowered', values: { actor } } : { key: 'hand.loweredSystem' },
        }
      }
      const name = find(memberId)?.displayName
      if (!hosting || handRaisedAt === null || name === undefined) return null
      return {
        message: { key: 'hand.news', values: { name } },
        group: { name: 'hands', many: (count) => ({ key: 'hand.newsMany', values: { count } }) },
      }
    }
    case 'member.updated':
      return updated(event.data, { me, self, mine, actor, before: find(event.data.memberId) })
    case 'conference.muteAllChanged':
      if (!event.data.muteAll || mine || !actor) return null
      return { message: { key: 'news.muteAll', values: { actor } }, urgent: true }
    case 'conference.lockChanged': {
      // Who did it needs no name, only that it is done.
      if (!actor || mine)
        return { message: { key: event.data.locked ? 'news.lockedNow' : 'news.unlockedNow' } }
      return { message: { key: event.data.locked ? 'news.locked' : 'news.unlocked', values: { actor } } }
    }
    case 'conference.mainVideoChanged': {
      if (mine) return null
      const { spotlight } = event.data
      if (spotlight.on === 'nobody') return { message: { key: 'news.spotlightOver' } }
      const name = find(spotlight.memberId)?.displayName
      const you = spotlight.memberId === me
      if (spotlight.on === 'rollCall') {
        if (you) return { message: { key: 'news.rollCallYou' }, tone: 'warning', urgent: true }
        return name ? { message: { key: 'news.rollCall', values: { name } } } : null
      }
      if (!actor) return null
      if (you) return { message: { key: 'news.spotlightYou', values: { actor } }, urgent: true }
      return name ? { message: { key: 'news.spotlight', values: { actor, name } } } : null
    }
    case 'conference.captionsChanged':
      return { message: { key: event.data.languages === null ? 'captions.ended' : 'captions.began' } }
    case 'conference.chairChanged': {
      if (event.data.to === me) return { message: { key: 'news.nowHost' }, tone: 'good', urgent: true }
      const name = find(event.data.to)?.displayName
      return name ? { message: { key: 'news.otherHost', values: { name } } } : null
    }
    case 'conference.updated': {
      const { confName, recording } = event.data
      if (recording !== undefined)
        return {
          message: { key: recording ? 'news.recordingOn' : 'news.recordingOff' },
          tone: recording ? 'warning' : 'plain',
          urgent: true,
        }
      return confName === undefined ? null : { message: { key: 'news.renamed', values: { title: confName } } }
    }
    default:
      return null
  }
}

type Updated = {
  me: string
  self: MemberView | undefined
  mine: boolean
  actor: Who | null
  before: MemberView | undefined
}

/** Of `member.updated`: what concerns the reader, and who shares. */
function updated(
  data: Extract<ConferenceEvent, { type: 'member.updated' }>['data'],
  { me, self, mine, actor, before }: Updated,
): News | null {
  const { memberId, sharing, role, loudspeaker, displayName } = data
  if (memberId !== me) {
    // Who is called or comes back is told with everything that they are, also that they do not share.
    if (sharing === undefined || !before || sharing === before.sharing) return null
    return { message: { key: sharing ? 'share.begins' : 'share.ends', values: { name: before.displayName } } }
  }
  if (role === 'cohost' && self?.role !== 'cohost')
    return { message: { key: 'news.cohost' }, tone: 'good', urgent: true }
  if (role !== undefined && role !== 'chair' && self?.role === 'cohost' && role !== 'cohost')
    return { message: { key: 'news.cohostOver' }, urgent: true }
  if (mine) return null
  if (sharing === false && self?.sharing)
    return {
      message: actor ? { key: 'share.stopped', values: { actor } } : { key: 'share.stoppedSystem' },
      tone: 'warning',
      urgent: true,
    }
  if (loudspeaker === false && self?.loudspeaker && actor)
    return { message: { key: 'news.deaf', values: { actor } }, tone: 'warning', urgent: true }
  if (displayName !== undefined && displayName !== self?.displayName && actor)
    return { message: { key: 'news.renamedYou', values: { actor, name: displayName } }, urgent: true }
  return null
}

/** How somebody who asks is said: the request names the asker only. */
export const askedText = (
  { medium, on }: Pick<EphemeralData['member.asked'], 'medium' | 'on'>,
  actor: Who,
): RoomMessage => {
  const values = { actor }
  if (medium === 'mic') return { key: on ? 'asked.unmute' : 'asked.mute', values }
  return { key: on ? 'asked.cameraOn' : 'asked.cameraOff', values }
}
