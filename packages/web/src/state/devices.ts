import { type Menus, menusOf, noMenus } from './device-menus.ts'
import { isRefusal, type Trouble, troubleOf } from './device-trouble.ts'
import { createStore, type Store } from './store.ts'

export { type Trouble, troubleOf } from './device-trouble.ts'

export type Kind = 'audio' | 'video'
/** What can be chosen: two inputs and where the sound comes out. */
export type Slot = Kind | 'output'

export type Device = {
  /** The live track, also while it is switched off by `enabled`; null while there is none. */
  track: MediaStreamTrack | null
  /** What the person chose. Without a track nothing is sent, whatever was chosen. */
  on: boolean
  trouble: Trouble | null
}

export type DevicesState = {
  /** `unasked`: nothing was asked of the browser yet, so no prompt has been shown. */
  access: 'unasked' | 'asking' | 'settled'
  audio: Device
  video: Device
  /** What there is to choose from; empty before a permission. */
  menus: Menus
  /** The device in use or wished; '' = whatever the browser takes. */
  chosen: Readonly<Record<Slot, string>>
  /** Which way the camera of a phone looks; the own picture is mirrored only when it looks at oneself. */
  facing: 'user' | 'environment'
  /** A phone with a camera on both sides. */
  canFlip: boolean
}

/** The part of `navigator` that is used; absent mediaDevices = the page is not in a secure context. */
export type MediaSource = {
  mediaDevices:
    | (Pick<MediaDevices, 'getUserMedia'> &
        Partial<Pick<MediaDevices, 'enumerateDevices' | 'addEventListener'>>)
    | undefined
  /** Whether the browser would give these without a prompt. */
  granted: (kind: Kind) => Promise<boolean>
  /** A page may say where sound comes out (`setSinkId`). */
  canChooseOutput?: boolean
  /** A phone or tablet, whose cameras are told apart by the side they look to. */
  handheld?: boolean
  /** What was chosen in an earlier meeting; wished, not insisted on. */
  remembered?: Partial<Record<Slot, string>>
  remember?: (slot: Slot, id: string) => void
}

export type Devices = {
  store: Store<DevicesState>
  /** Asks for both, once, after a click; settles for whatever there is. */
  ask: () => Promise<void>
  /** Switches on (asking for the device if need be) or off. Resolves when it is so, or when trouble says why not. */
  set: (kind: Kind, on: boolean) => Promise<void>
  /** Takes another device; what was off stays off. When it gives nothing the former one is taken up again. */
  choose: (slot: Slot, id: string) => Promise<void>
  /** The other camera of a phone. */
  flip: () => Promise<void>
  /** After a reload: takes up again what was on, but only where no prompt would appear. Answers what could not be. */
  restore: (wanted: Record<Kind, boolean>) => Promise<{ missed: boolean }>
  /** Forgets the trouble and asks again. */
  retry: () => Promise<void>
  stop: () => void
}

const constraints: Record<Kind, MediaTrackConstraints> = {
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  video: { width: { ideal: 960 }, height: { ideal: 540 }, frameRate: { ideal: 24, max: 30 } },
}

const nothing: Device = { track: null, on: false, trouble: null }
const kinds = ['audio', 'video'] as const

/**
 * Own camera and microphone. A muted microphone keeps its track (disabled: silence is sent), so that unmuting is instant;
 * a closed camera gives its track back, so that its light goes out.
 */
export function createDevices(source: MediaSource): Devices {
  // Without a secure context there is nothing to ask, so the reader learns it before clicking for nothing.
  const first: Device = source.mediaDevices ? nothing : { ...nothing, trouble: 'insecure' }
  const wished = source.remembered ?? {}
  const store = createStore<DevicesState>({
    access: source.mediaDevices ? 'unasked' : 'settled',
    audio: first,
    video: first,
    menus: noMenus,
    chosen: { audio: wished.audio ?? '', video: wished.video ?? '', output: wished.output ?? '' },
    facing: 'user',
    canFlip: false,
  })
  const patch = (kind: Kind, change: Partial<Device>) =>
    store.update((state) => ({ ...state, [kind]: { ...state[kind], ...change } }))
  const access = (next: DevicesState['access']) => store.update((state) => ({ ...state, access: next }))
  const chose = (slot: Slot, id: string) =>
    store.update((state) => ({ ...state, chosen: { ...state.chosen, [slot]: id } }))

  const list = async (): Promise<void> => {
    const infos = await source.mediaDevices?.enumerateDevices?.().catch(() => [])
    if (!infos) return
    const menus = menusOf(infos, source.canChooseOutput ?? false)
    store.update((state) => ({
      ...state,
      menus,
      canFlip: (source.handheld ?? false) && menus.video.length > 1,
      // An output that is gone must not silence the others: the browser's own choice is always there.
      chosen: menus.output.some(({ id }) => id === state.chosen.output)
        ? state.chosen
        : { ...state.chosen, output: menus.output.length > 0 ? '' : state.chosen.output },
    }))
  }
  source.mediaDevices?.addEventListener?.('devicechange', () => void list())

  const adopt = (kind: Kind, track: MediaStreamTrack, on: boolean) => {
    track.enabled = on
    // `ended` comes when the device is unplugged or the permission withdrawn, never from our own stop().
    track.addEventListener('ended', () => {
      if (store.get()[kind].track === track) patch(kind, { track: null, on: false, trouble: 'missing' })
    })
    patch(kind, { track, on, trouble: null })
    const id = track.getSettings?.().deviceId
    if (id) chose(kind, id)
  }

  const wish = (kind: Kind): MediaTrackConstraints => {
    const { chosen, facing } = store.get()
    const side = kind === 'video' && (chosen.video === '' || source.handheld) ? { facingMode: facing } : {}
    const id = source.handheld && kind === 'video' ? '' : chosen[kind]
    return { ...constraints[kind], ...side, ...(id === '' ? {} : { deviceId: { ideal: id } }) }
  }

  /** Rises with everything that is asked for or called off: what was asked for before is not taken up any more. */
  const turns: Record<Kind, number> = { audio: 0, video: 0 }
  const nextTurn = (kind: Kind): number => {
    turns[kind] += 1
    return turns[kind]
  }

  /** Null: something later overtook it, and the device was given back. */
  const open = async (
    kind: Kind,
    wanted: MediaTrackConstraints,
  ): Promise<MediaStreamTrack | { trouble: Trouble } | null> => {
    if (!source.mediaDevices) return { trouble: 'insecure' }
    const mine = nextTurn(kind)
    const late = () => mine !== turns[kind]
    try {
      const stream = await source.mediaDevices.getUserMedia({ [kind]: wanted })
      const [track] = stream.getTracks()
      if (!late()) return track ?? { trouble: 'missing' }
      // Nobody would ever stop it: the camera would stay lit.
      track?.stop()
      return null
    } catch (error) {
      return late() ? null : { trouble: troubleOf(error) }
    }
  }

  const take = async (kind: Kind): Promise<void> => {
    const got = await open(kind, wish(kind))
    if (got === null) return
    if ('trouble' in got) return patch(kind, { on: false, trouble: got.trouble })
    adopt(kind, got, true)
    void list()
  }

  /** What is being opened, so that a second press waits for the first instead of opening the device twice. */
  const opening = new Map<Kind, Promise<void>>()
  const under = (asked: readonly Kind[], run: () => Promise<void>): Promise<void> => {
    const running = run().finally(() => {
      for (const kind of asked) if (opening.get(kind) === running) opening.delete(kind)
    })
    for (const kind of asked) opening.set(kind, running)
    return running
  }
  const acquire = (kind: Kind): Promise<void> => opening.get(kind) ?? under([kind], () => take(kind))
  const callOff = (kind: Kind) => {
    nextTurn(kind)
    opening.delete(kind)
  }

  const acquireBoth = async (): Promise<void> => {
    if (!source.mediaDevices) {
      for (const kind of kinds) patch(kind, { on: false, trouble: 'insecure' })
      return
    }
    access('asking')
    const mine = { audio: nextTurn('audio'), video: nextTurn('video') }
    const late = (kind: Kind) => mine[kind] !== turns[kind]
    try {
      const stream = await source.mediaDevices.getUserMedia({ audio: wish('audio'), video: wish('video') })
      for (const track of stream.getTracks()) {
        const kind = track.kind === 'audio' ? 'audio' : 'video'
        if (late(kind)) track.stop()
        else adopt(kind, track, true)
      }
    } catch (error) {
      const trouble = troubleOf(error)
      for (const kind of kinds) {
        if (late(kind)) continue
        if (isRefusal(trouble)) patch(kind, { on: false, trouble })
        // One of the two is missing or taken, and the browser does not say which: each alone.
        else await take(kind)
      }
    }
    await list()
  }

  const ask = async () => {
    if (store.get().access === 'asking') return
    await under(kinds, acquireBoth)
    access('settled')
  }

  const release = (kind: Kind) => {
    const { track } = store.get()[kind]
    patch(kind, { track: null, on: false })
    track?.stop()
  }

  /** Another device for one that is open. The former is given back first: phones open one camera at a time. */
  const exchange = async (kind: Kind, wanted: MediaTrackConstraints): Promise<boolean> => {
    const former = store.get()[kind]
    former.track?.stop()
    const got = await open(kind, wanted)
    if (got === null) return true
    // Switched off meanwhile: a camera must not come back by itself.
    const { on } = store.get()[kind]
    if ('trouble' in got) {
      patch(kind, { track: null })
      return false
    }
    if (kind === 'video' && !on) {
      got.stop()
      patch(kind, { track: null })
    } else adopt(kind, got, on)
    return true
  }

  const reopen = async (kind: Kind) => {
    const { on } = store.get()[kind]
    await take(kind)
    const { track } = store.get()[kind]
    if (!on && track) await set(kind, false)
  }

  const set: Devices['set'] = async (kind, on) => {
    const device = store.get()[kind]
    // Off while it is being opened: it is not wanted any more when it comes.
    if (!on && device.track === null) callOff(kind)
    if (on === (device.on && device.track !== null)) return
    if (!on) {
      if (kind === 'video') return release(kind)
      if (device.track) device.track.enabled = false
      return patch(kind, { on: false })
    }
    if (device.track) {
      device.track.enabled = true
      return patch(kind, { on: true, trouble: null })
    }
    await acquire(kind)
    access('settled')
  }

  return {
    store,
    ask,
    retry: ask,
    set,
    choose: async (slot, id) => {
      const before = store.get().chosen[slot]
      chose(slot, id)
      const keep = () => source.remember?.(slot, id)
      if (slot === 'output' || !store.get()[slot].track) return keep()
      const wanted = { ...constraints[slot], ...(id === '' ? {} : { deviceId: { exact: id } }) }
      // One that gives nothing is not what the next meeting begins with.
      if (await exchange(slot, wanted)) return keep()
      chose(slot, before)
      await reopen(slot)
    },
    flip: async () => {
      const before = store.get().facing
      const facing = before === 'user' ? 'environment' : 'user'
      const turn = (next: DevicesState['facing']) => store.update((state) => ({ ...state, facing: next }))
      turn(facing)
      if (!store.get().video.track) return
      if (await exchange('video', { ...constraints.video, facingMode: { exact: facing } })) return
      turn(before)
      await reopen('video')
    },
    restore: async (wanted) => {
      const asked = kinds.filter((kind) => wanted[kind])
      for (const kind of asked) if (await source.granted(kind)) await acquire(kind)
      if (asked.length > 0) access('settled')
      return { missed: asked.some((kind) => store.get()[kind].track === null) }
    },
    stop: () => {
      for (const kind of kinds) {
        // A prompt may be answered after one has left.
        callOff(kind)
        release(kind)
      }
    },
  }
}
