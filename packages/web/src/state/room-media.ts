import type { Mesh } from '@parley/client'
import type { Kind } from './devices.ts'
import type { OwnMedia } from './own-media.ts'
import { createStore, type Store } from './store.ts'

export type MediaState = {
  /** Sound and picture of the others, by member. */
  streams: ReadonlyMap<string, MediaStream>
  /** Those of them in which there is a picture. Kept apart, since a stream does not tell when one is added to it. */
  pictures: ReadonlyMap<string, MediaStream>
  /** Shared screens with their sound, by member. */
  screens: ReadonlyMap<string, MediaStream>
  /** Members whose connection to this page stood and is broken. */
  cutOff: ReadonlySet<string>
  /** The browser holds the sound back until a click. */
  soundBlocked: boolean
  /** Rises when sound may be tried again. */
  soundTry: number
  /** Set when one only watches because others already send. */
  watchOnlyOf: number | null
  /** Too many watch: no media come here at all. */
  unserved: boolean
}

export type RoomMedia = {
  store: Store<MediaState>
  toggleMic: () => void
  toggleCamera: () => void
  set: (kind: Kind, on: boolean) => void
  takeUp: (kind: Kind) => void
  /** Push to talk: true while the key is down. */
  talk: (held: boolean) => void
  soundWasBlocked: () => void
  /** A click: sound may be tried again. */
  hear: () => void
  watchOnly: (of: number | null) => void
  /** Reads the connections to the others. */
  read: () => void
  stop: () => void
}

const sameMap = <Value>(a: ReadonlyMap<string, Value>, b: ReadonlyMap<string, Value>): boolean =>
  a.size === b.size && Array.from(a).every(([key, value]) => b.get(key) === value)

const sameSet = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && Array.from(a).every((one) => b.has(one))

const hasPicture = (stream: MediaStream): boolean =>
  stream.getVideoTracks().some((track) => track.readyState === 'live')

export function createRoomMedia(
  mesh: Mesh,
  own: Pick<OwnMedia, 'toggle' | 'set' | 'takeUp' | 'hold'>,
): RoomMedia {
  const store = createStore<MediaState>({
    streams: new Map(),
    pictures: new Map(),
    screens: new Map(),
    cutOff: new Set(),
    soundBlocked: false,
    soundTry: 0,
    watchOnlyOf: null,
    unserved: false,
  })
  const patch = (change: Partial<MediaState>) => store.update((state) => ({ ...state, ...change }))

  const read = () => {
    const { peers, unserved } = mesh.getState()
    const before = store.get()
    const streams = new Map(Array.from(peers, ([id, peer]) => [id, peer.stream]))
    const pictures = new Map(Array.from(streams).filter(([, stream]) => hasPicture(stream)))
    const screens = new Map(
      Array.from(peers).flatMap(([id, { screen }]) => (screen ? [[id, screen] as const] : [])),
    )
    const cutOff = new Set(
      Array.from(peers).flatMap(([id, { link }]) =>
        link === 'interrupted' || link === 'failed' ? [id] : [],
      ),
    )
    const same =
      sameMap(streams, before.streams) &&
      sameMap(pictures, before.pictures) &&
      sameMap(screens, before.screens) &&
      sameSet(cutOff, before.cutOff) &&
      unserved === before.unserved
    if (!same) patch({ streams, pictures, screens, cutOff, unserved })
  }
  const off = mesh.subscribe(read)

  return {
    store,
    read,
    toggleMic: () => void own.toggle('audio'),
    toggleCamera: () => void own.toggle('video'),
    set: (kind, on) => void own.set(kind, on),
    takeUp: (kind) => void own.takeUp(kind),
    talk: own.hold,
    soundWasBlocked: () => {
      if (!store.get().soundBlocked) patch({ soundBlocked: true })
    },
    hear: () => patch({ soundBlocked: false, soundTry: store.get().soundTry + 1 }),
    watchOnly: (watchOnlyOf) => {
      if (store.get().watchOnlyOf !== watchOnlyOf) patch({ watchOnlyOf })
    },
    stop: off,
  }
}
