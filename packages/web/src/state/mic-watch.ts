import type { Clock } from './clock.ts'
import type { Devices } from './devices.ts'
import { createStore, type Store } from './store.ts'

/** How loud a track is. `peak`: the largest sample of the last moment, 0–1. */
export type Hearing = { peak: () => number; stop: () => void }

export type MicWatch = {
  store: Store<{ silent: boolean }>
  /** Listens from now on, until the returned function is called. */
  start: () => () => void
}

/** An open microphone that gives nothing for this long is worth a word. */
const flatMs = 4_000
const lookMs = 200
/** -80 dBFS. The noise of any room that a working microphone hears is above it; a switch on the headset is below. */
const flatBelow = 0.0001

/**
 * Tells of an open microphone that hears nothing at all: the wrong one, or one that is switched off at the device. What
 * was heard once is not doubted again until another microphone is taken.
 */
export function createMicWatch(
  devices: Devices,
  clock: Clock,
  listen: (track: MediaStreamTrack) => Hearing,
): MicWatch {
  const store = createStore({ silent: false })
  let ear: { track: MediaStreamTrack; hearing: Hearing; flatSince: number; heard: boolean } | null = null
  let cancel: (() => void) | undefined

  const look = () => {
    if (!ear) return
    const { on } = devices.store.get().audio
    if (ear.hearing.peak() >= flatBelow) ear.heard = true
    if (!on || ear.heard) ear.flatSince = clock.now()
    const silent = clock.now() - ear.flatSince >= flatMs
    if (silent !== store.get().silent) store.set({ silent })
    cancel = clock.after(lookMs, look)
  }

  const follow = () => {
    const { track } = devices.store.get().audio
    if (track === (ear?.track ?? null)) return
    cancel?.()
    ear?.hearing.stop()
    ear = track ? { track, hearing: listen(track), flatSince: clock.now(), heard: false } : null
    store.set({ silent: false })
    look()
  }

  return {
    store,
    start: () => {
      const off = devices.store.subscribe(follow)
      follow()
      return () => {
        off()
        cancel?.()
        ear?.hearing.stop()
        ear = null
        store.set({ silent: false })
      }
    },
  }
}
