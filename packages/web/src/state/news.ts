import type { ConferenceEvent, MemberView } from '@parley/protocol'
import type { News } from './toasts.ts'

/** The meeting just before the event; names of people who leave are only known there. */
export type NewsContext = { me: string; members: readonly MemberView[] }

/** What of an event the reader is told in words; null for what the pictures and the list already say. */
export function newsOf(event: ConferenceEvent, { me, members }: NewsContext): News | null {
  const find = (id: string | null | undefined) => members.find((member) => member.memberId === id)
  const mine = event.actor === me
  const actor = find(event.actor)?.displayName

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
      const before = find(me)
      if (event.data.chairMuted && !before?.chairMuted)
        return {
          message: actor ? { key: 'news.mutedYou', values: { actor } } : { key: 'news.mutedYouSystem' },
          tone: 'warning',
          urgent: true,
        }
      if (!event.data.chairMuted && before?.chairMuted && event.data.muted)
        return {
          message: actor ? { key: 'news.unmutedYou', values: { actor } } : { key: 'news.unmutedYouSystem' },
          urgent: true,
        }
      return null
    }
    case 'member.cameraChanged': {
      if (event.data.memberId !== me || mine) return null
      const before = find(me)
      if (event.data.chairCameraOff && !before?.chairCameraOff)
        return {
          message: actor
            ? { key: 'news.cameraOffYou', values: { actor } }
            : { key: 'news.cameraOffYouSystem' },
          tone: 'warning',
          urgent: true,
        }
      if (!event.data.chairCameraOff && before?.chairCameraOff)
        return {
          message: actor
            ? { key: 'news.cameraAllowed', values: { actor } }
            : { key: 'news.cameraAllowedSystem' },
          urgent: true,
        }
      return null
    }
    case 'conference.lockChanged': {
      // Who did it needs no name, only that it is done.
      if (!actor || mine)
        return { message: { key: event.data.locked ? 'news.lockedNow' : 'news.unlockedNow' } }
      return { message: { key: event.data.locked ? 'news.locked' : 'news.unlocked', values: { actor } } }
    }
    case 'conference.chairChanged': {
      if (event.data.to === me) return { message: { key: 'news.nowHost' }, tone: 'good', urgent: true }
      const name = find(event.data.to)?.displayName
      return name ? { message: { key: 'news.otherHost', values: { name } } } : null
    }
    case 'conference.updated':
      return event.data.confName === undefined
        ? null
        : { message: { key: 'news.renamed', values: { title: event.data.confName } } }
    default:
      return null
  }
}
