import type { EphemeralData, MemberView } from '@parley/protocol'
import type { Devices, Kind } from './devices.ts'
import { isOpen } from './member.ts'
import { askedText } from './news.ts'
import type { OwnMedia } from './own-media.ts'
import type { RoomContext } from './room-context.ts'
import type { Toasts } from './toasts.ts'
import type { Who } from './who-did.ts'

export type Asked = {
  /** A host asks: a question with a button. Nothing is switched without a click. */
  ask: (data: EphemeralData['member.asked'], by: Who) => void
  inviteToShare: (by: Who) => void
  /** Questions that the person has answered by any other way are taken away. */
  follow: (self: MemberView) => void
}

const kindOf = { mic: 'audio', camera: 'video' } as const

export function createAsked(
  { self, tell }: Pick<RoomContext, 'self' | 'tell'>,
  own: Pick<OwnMedia, 'set'>,
  devices: Pick<Devices, 'store'>,
  share: () => void,
  toasts: Pick<Toasts, 'drop'>,
): Asked {
  const standing = new Map<Kind, boolean>()
  let shareAsked = false

  return {
    ask: (data, by) => {
      const kind = kindOf[data.medium]
      const me = self()
      if (!me || (isOpen(me, kind) && devices.store.get()[kind].on) === data.on) return
      standing.set(kind, data.on)
      tell({
        message: askedText(data, by),
        tone: 'warning',
        urgent: true,
        question: kind,
        action: {
          label:
            kind === 'audio'
              ? { key: data.on ? 'mic.short.unmute' : 'mic.short.mute' }
              : { key: data.on ? 'camera.on' : 'camera.off' },
          run: () => void own.set(kind, data.on),
        },
      })
    },
    inviteToShare: (by) => {
      shareAsked = true
      tell({
        message: { key: 'share.invited', values: { actor: by } },
        tone: 'warning',
        urgent: true,
        question: 'share',
        action: { label: { key: 'share.start' }, run: share },
      })
    },
    follow: (me) => {
      for (const [kind, on] of standing)
        if (isOpen(me, kind) === on) {
          standing.delete(kind)
          toasts.drop(kind)
        }
      if (shareAsked && (!me.shareInvited || me.sharing)) {
        shareAsked = false
        toasts.drop('share')
      }
    },
  }
}
