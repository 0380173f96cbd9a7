import type { MemberView } from '@parley/protocol'
import type { RoomMessage } from '../i18n/room-texts.ts'
import type { Devices, Kind, Trouble } from './devices.ts'
import { isOpen } from './member.ts'
import { refusalOf } from './room-context.ts'
import type { Action, News } from './toasts.ts'

/** The calls about oneself that are needed here. */
export type OwnCalls = {
  mute: () => Promise<unknown>
  unmute: () => Promise<unknown>
  openCamera: () => Promise<unknown>
  closeCamera: () => Promise<unknown>
  /** Who came in only to watch asks for a place with media. Says how many have one when all are taken, else null. */
  takePlace: () => Promise<number | null>
}

export type OwnMedia = {
  toggle: (kind: Kind) => Promise<void>
  set: (kind: Kind, on: boolean) => Promise<void>
  /** A device that was on and was lost is here again: switches on, unless a host has switched off meanwhile. */
  takeUp: (kind: Kind) => Promise<void>
  /** Speaks while held, if muted before; a hold that found an open microphone changes nothing. */
  hold: (held: boolean) => void
  /** Brings device and server to agree after joining or coming back, and when a host switched something off. */
  agree: (self: MemberView) => void
}

/** The chair does not allow it ([WC] 4.10). */
const heldByChair = 738

const troubleTexts: Record<Trouble, RoomMessage> = {
  denied: { key: 'room.devicesDenied' },
  dismissed: { key: 'room.devicesDismissed' },
  system: { key: 'room.devicesSystem' },
  missing: { key: 'room.devicesMissing' },
  busy: { key: 'room.devicesBusy' },
  insecure: { key: 'room.devicesInsecure' },
}

/**
 * Own microphone and camera: the device follows the hand at once, the server is told after, and what the server decides
 * (a host's mute, a refusal) is obeyed by the device.
 */
export function createOwnMedia(
  devices: Devices,
  calls: OwnCalls,
  self: () => MemberView | null,
  tell: (news: News) => void,
  /** What to offer who is held muted by the host. */
  heldAction?: Action,
): OwnMedia {
  const say = (kind: Kind, on: boolean) => {
    if (kind === 'audio') return on ? calls.unmute() : calls.mute()
    return on ? calls.openCamera() : calls.closeCamera()
  }
  const isSelfOpen = (kind: Kind) => {
    const member = self()
    return member !== null && isOpen(member, kind)
  }

  /** Changes on their way, and to what: until one is answered the device is right and the server is late. */
  const underway = new Map<Kind, boolean>()
  /** What the hand wanted last while a change was on its way: nobody's second press is lost. */
  const wished = new Map<Kind, boolean>()

  const switchTo = async (kind: Kind, on: boolean): Promise<void> => {
    if (underway.has(kind)) {
      wished.set(kind, on)
      // Silence does not wait for an answer.
      if (!on) await devices.set(kind, false)
      return
    }
    underway.set(kind, on)
    await change(kind, on)
    await answered(kind, on)
  }

  /** `on` was said; is it still what is wanted? */
  const answered = async (kind: Kind, on: boolean): Promise<void> => {
    underway.delete(kind)
    const next = wished.get(kind)
    wished.delete(kind)
    if (next === undefined) return
    if (next !== on || devices.store.get()[kind].on !== next) await switchTo(kind, next)
  }

  const change = async (kind: Kind, on: boolean): Promise<void> => {
    try {
      await devices.set(kind, on)
      if (on && wished.get(kind) === false) {
        // Taken back while the device was being opened: it must not be heard for a moment.
        await devices.set(kind, false)
        return
      }
      const device = devices.store.get()[kind]
      if (on && !device.on) {
        if (device.trouble) tell({ message: troubleTexts[device.trouble], tone: 'warning', urgent: true })
        return
      }
      const taken = on ? await calls.takePlace() : null
      if (taken !== null) {
        await devices.set(kind, false)
        tell({
          message: { key: 'room.watchOnly', values: { max: String(taken) } },
          tone: 'warning',
          urgent: true,
        })
        return
      }
      await say(kind, on)
    } catch (error) {
      if (on) await devices.set(kind, false)
      const held = refusalOf(error) === heldByChair
      const mic = kind === 'audio'
      tell({
        message: { key: held ? (mic ? 'room.heldByHost' : 'room.heldCamera') : 'room.actionFailed' },
        tone: 'warning',
        urgent: true,
        ...(held && mic ? { question: 'held', ...(heldAction ? { action: heldAction } : {}) } : {}),
      })
    }
  }

  const isOn = (kind: Kind) =>
    wished.get(kind) ?? underway.get(kind) ?? (isSelfOpen(kind) && devices.store.get()[kind].on)
  /** The microphone was opened by holding a key, so letting go closes it. */
  let holding = false
  /** The server has not been heard of oneself yet. */
  let entering = true

  return {
    toggle: (kind) => {
      holding = false
      return switchTo(kind, !isOn(kind))
    },
    set: async (kind, on) => {
      if (isOn(kind) !== on) await switchTo(kind, on)
    },
    takeUp: async (kind) => {
      const member = self()
      const closedByHost = kind === 'audio' ? member?.chairMuted : member?.chairCameraOff
      if (!closedByHost && !isOn(kind)) await switchTo(kind, true)
    },
    hold: (held) => {
      if (held) {
        if (holding || isOn('audio')) return
        holding = true
        void switchTo('audio', true)
      } else if (holding) {
        holding = false
        void switchTo('audio', false)
      }
    },
    agree: (member) => {
      const sendsSound = member.media?.audio !== false
      if (entering && sendsSound && member.muted && devices.store.get().audio.on && !underway.has('audio'))
        tell({ message: { key: 'room.mutedOnEntry' }, tone: 'warning', urgent: true })
      entering = false
      for (const kind of ['audio', 'video'] as const) {
        if (underway.has(kind)) continue
        const { on } = devices.store.get()[kind]
        const open = isOpen(member, kind)
        // The server says closed: silence wins. The server says open but nothing is on: the others must not wait for it.
        if (on && !open) void devices.set(kind, false)
        else if (!on && open) {
          underway.set(kind, false)
          say(kind, false)
            .catch(() => undefined)
            .then(() => answered(kind, false))
        }
      }
    },
  }
}
