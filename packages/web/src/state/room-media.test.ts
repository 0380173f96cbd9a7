import type { Mesh, MeshState } from '@parley/client'
import { describe, expect, it } from 'vitest'
import { createRoomMedia } from './room-media.ts'
import { createStore } from './store.ts'

const own = { toggle: async () => {}, set: async () => {}, takeUp: async () => {}, hold: () => {} }

describe('what comes from the others', () => {
  it('a picture that is added to a stream is told, and so is its end', () => {
    const tracks: { readyState: string }[] = []
    const stream = { getVideoTracks: () => tracks } as unknown as MediaStream
    const peer = () => ({ memberId: 'a', link: 'connected' as const, stream, screen: null })
    const peers = createStore<MeshState>({ peers: new Map([['a', peer()]]), unserved: false })
    const media = createRoomMedia({ getState: peers.get, subscribe: peers.subscribe } as Mesh, own)
    media.read()
    let told = 0
    media.store.subscribe(() => {
      told += 1
    })
    const publish = () => peers.set({ peers: new Map([['a', peer()]]), unserved: false })
    publish()
    expect([told, media.store.get().pictures.size]).toEqual([0, 0])
    tracks.push({ readyState: 'live' })
    publish()
    expect([told, media.store.get().pictures.get('a')]).toEqual([1, stream])
    tracks[0]!.readyState = 'ended'
    publish()
    expect([told, media.store.get().pictures.size]).toEqual([2, 0])
    expect(media.store.get().streams.get('a')).toBe(stream)
  })
})
