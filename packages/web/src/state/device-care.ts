import type { Clock } from './clock.ts'
import type { Devices, Kind } from './devices.ts'
import type { News } from './toasts.ts'

export type Sight = { visible: () => boolean; onVisibility: (listener: () => void) => () => void }

/** After a device went away or came back the browser's list is not right at once. */
const settleMs = 700

const kinds = ['audio', 'video'] as const
const nameOf = {
  audio: { key: 'devices.audio' },
  video: { key: 'devices.video' },
} as const

/**
 * Takes up again what was on and stopped by itself: another device when one is unplugged, the same when a phone call or the
 * lock screen took it (iOS ends or mutes tracks then and gives nothing back by itself). Never switches on what was off.
 */
export function keepDevices(
  devices: Pick<Devices, 'store' | 'choose'>,
  /** As if the person had pressed the button: the server is told too. */
  switchOn: (kind: Kind) => void,
  clock: Clock,
  { visible, onVisibility }: Sight,
  tell: (news: News) => void,
): () => void {
  /** On when it ended: to be taken up again when there is a chance. */
  const lost = new Set<Kind>()
  let before = devices.store.get()
  let menus = before.menus
  const watched = new Map<Kind, { track: MediaStreamTrack; off: () => void }>()

  const takeUp = (kind: Kind) => {
    if (lost.has(kind) && visible() && devices.store.get().menus[kind].length > 0) switchOn(kind)
  }

  /** A fresh track of the same device. */
  const renew = (kind: Kind) => {
    const { chosen } = devices.store.get()
    if (devices.store.get()[kind].on) void devices.choose(kind, chosen[kind])
  }

  const watch = (kind: Kind, track: MediaStreamTrack | null) => {
    const last = watched.get(kind)
    if (last?.track === track) return
    last?.off()
    watched.delete(kind)
    // What stands in for a track in tests and old engines need not tell of itself.
    if (!track?.addEventListener) return
    const muted = () => {
      // Muted by the system while hidden is usual; muted while shown and not back soon means it will not come back.
      clock.after(settleMs, () => {
        if (track.muted && visible() && devices.store.get()[kind].track === track) renew(kind)
      })
    }
    track.addEventListener('mute', muted)
    watched.set(kind, { track, off: () => track.removeEventListener('mute', muted) })
  }

  const follow = () => {
    const now = devices.store.get()
    for (const kind of kinds) {
      const was = before[kind]
      const is = now[kind]
      const ended = was.on && was.track !== null && is.track === null && is.trouble === 'missing'
      if (ended) {
        lost.add(kind)
        tell({
          message: { key: 'news.deviceGone', values: { device: nameOf[kind] } },
          tone: 'warning',
          urgent: true,
        })
        clock.after(settleMs, () => takeUp(kind))
      } else if (is.track !== null && is.on && lost.delete(kind))
        tell({ message: { key: 'news.deviceBack', values: { device: nameOf[kind] } }, tone: 'good' })
      watch(kind, is.track)
    }
    if (now.menus !== menus) {
      menus = now.menus
      for (const kind of lost) takeUp(kind)
    }
    before = now
  }

  const shown = () => {
    if (!visible()) return
    for (const kind of kinds) {
      const { track, on } = devices.store.get()[kind]
      if (lost.has(kind)) takeUp(kind)
      else if (on && track && (track.readyState === 'ended' || track.muted)) renew(kind)
    }
  }

  const offs = [devices.store.subscribe(follow), onVisibility(shown)]
  follow()
  return () => {
    for (const off of offs) off()
    for (const { off } of watched.values()) off()
  }
}
