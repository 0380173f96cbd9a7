import { createStore, type Store } from './store.ts'

export type Kind = 'audio' | 'video'

/** Why a device gives nothing; each is a designed outcome with its own sentence. */
export type Trouble = 'denied' | 'missing' | 'busy' | 'insecure'

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
}

/** The part of `navigator` that is used; absent mediaDevices = the page is not in a secure context. */
export type MediaSource = {
  mediaDevices: Pick<MediaDevices, 'getUserMedia'> | undefined
  /** Whether the browser would give these without a prompt. */
  granted: (kind: Kind) => Promise<boolean>
}

export type Devices = {
  store: Store<DevicesState>
  /** Asks for both, once, after a click; settles for whatever there is. */
  ask: () => Promise<void>
  /** Switches on (asking for the device if need be) or off. Resolves when it is so, or when trouble says why not. */
  set: (kind: Kind, on: boolean) => Promise<void>
  /** After a reload: takes up again what was on, but only where no prompt would appear. Answers what could not be. */
  restore: (wanted: Record<Kind, boolean>) => Promise<{ missed: boolean }>
  /** Forgets the trouble and asks again. */
  retry: () => Promise<void>
  stop: () => void
}

const constraints: Record<Kind, MediaTrackConstraints> = {
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  video: {
    width: { ideal: 960 },
    height: { ideal: 540 },
    frameRate: { ideal: 24, max: 30 },
    facingMode: 'user',
  },
}

const nothing: Device = { track: null, on: false, trouble: null }

/** What the browser's refusal means; names of the Media Capture specification. */
export function troubleOf(error: unknown): Trouble {
  const name = error instanceof Error || error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied'
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing'
  return 'busy'
}

/**
 * Own camera and microphone. A muted microphone keeps its track (disabled: silence is sent), so that unmuting is instant;
 * a closed camera gives its track back, so that its light goes out.
 */
export function createDevices(source: MediaSource): Devices {
  // Without a secure context there is nothing to ask, so the reader learns it before clicking for nothing.
  const first: Device = source.mediaDevices ? nothing : { ...nothing, trouble: 'insecure' }
  const store = createStore<DevicesState>({
    access: source.mediaDevices ? 'unasked' : 'settled',
    audio: first,
    video: first,
  })
  const patch = (kind: Kind, change: Partial<Device>) =>
    store.update((state) => ({ ...state, [kind]: { ...state[kind], ...change } }))
  const access = (next: DevicesState['access']) => store.update((state) => ({ ...state, access: next }))

  const adopt = (kind: Kind, track: MediaStreamTrack, on: boolean) => {
    track.enabled = on
    // `ended` comes when the device is unplugged or the permission withdrawn, never from our own stop().
    track.addEventListener('ended', () => {
      if (store.get()[kind].track === track) patch(kind, { track: null, on: false, trouble: 'missing' })
    })
    patch(kind, { track, on, trouble: null })
  }

  const acquire = async (kind: Kind): Promise<void> => {
    if (!source.mediaDevices) return patch(kind, { on: false, trouble: 'insecure' })
    try {
      const stream = await source.mediaDevices.getUserMedia({ [kind]: constraints[kind] })
      const track = stream.getTracks()[0]
      if (track) adopt(kind, track, true)
      else patch(kind, { on: false, trouble: 'missing' })
    } catch (error) {
      patch(kind, { on: false, trouble: troubleOf(error) })
    }
  }

  const acquireBoth = async (): Promise<void> => {
    if (!source.mediaDevices) {
      for (const kind of ['audio', 'video'] as const) patch(kind, { on: false, trouble: 'insecure' })
      return
    }
    access('asking')
    try {
      const stream = await source.mediaDevices.getUserMedia(constraints)
      for (const track of stream.getTracks()) adopt(track.kind === 'audio' ? 'audio' : 'video', track, true)
    } catch (error) {
      const trouble = troubleOf(error)
      if (trouble === 'denied') {
        for (const kind of ['audio', 'video'] as const) patch(kind, { on: false, trouble })
      } else {
        // One of the two is missing or taken, and the browser does not say which: each alone.
        await acquire('audio')
        await acquire('video')
      }
    }
  }

  const ask = async () => {
    if (store.get().access === 'asking') return
    await acquireBoth()
    access('settled')
  }

  const release = (kind: Kind) => {
    const { track } = store.get()[kind]
    patch(kind, { track: null, on: false })
    track?.stop()
  }

  return {
    store,
    ask,
    retry: ask,
    set: async (kind, on) => {
      const device = store.get()[kind]
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
    },
    restore: async (wanted) => {
      const kinds = (['audio', 'video'] as const).filter((kind) => wanted[kind])
      for (const kind of kinds) if (await source.granted(kind)) await acquire(kind)
      if (kinds.length > 0) access('settled')
      return { missed: kinds.some((kind) => store.get()[kind].track === null) }
    },
    stop: () => {
      release('audio')
      release('video')
    },
  }
}
