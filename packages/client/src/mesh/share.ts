import type { Conference } from '../conference/conference.ts'
import { createStore, type Store } from '../store.ts'
import type { Mesh } from './mesh.ts'

/** `asking`: the browser asks what to show, or the server whether one may. `stream`: what is shown, for a preview. */
export type ShareState = { is: 'off' } | { is: 'asking' } | { is: 'on'; stream: MediaStream }

/** Showing one's own screen: the capture, the word of the server and the media kept in step. */
export type Share = Store<ShareState> & {
  /**
   * Call it straight from the click, for the browser wants that. Rejects when the person or the browser says no (DOMException
   * `NotAllowedError`) or the server does (RpcError); nothing is captured then.
   */
  start(): Promise<void>
  stop(): Promise<void>
  close(): void
}

export type ShareOptions = {
  conference: Pick<Conference, 'getState' | 'subscribe' | 'mirror' | 'self' | 'startShare' | 'stopShare'>
  mesh: Pick<Mesh, 'setScreen'>
  /** `navigator.mediaDevices.getDisplayMedia` with the constraints of the page. */
  capture(): Promise<MediaStream>
  /** The server could not be told that it is over; it learns it when this page leaves. */
  onError?(error: unknown): void
}

export const createShare = ({
  conference,
  mesh,
  capture,
  onError = () => undefined,
}: ShareOptions): Share => {
  const store = createStore<ShareState>({ is: 'off' })
  /** The server said yes, so its later no ends it; before, the mirror has just not heard of it yet. */
  let confirmed = false
  /** A word to the server is under way. */
  let telling = false

  const end = () => {
    const now = store.getState()
    confirmed = false
    if (now.is !== 'on') return
    mesh.setScreen(null)
    for (const track of now.stream.getTracks()) track.stop()
    store.set({ is: 'off' })
  }

  const withdraw = async (): Promise<void> => {
    if (telling) return
    telling = true
    try {
      await conference.stopShare()
    } finally {
      telling = false
    }
  }

  const stop = async (): Promise<void> => {
    end()
    if (conference.self()?.sharing) await withdraw()
  }

  const look = () => {
    const phase = conference.getState()
    const now = store.getState()
    if (phase.is === 'over' || phase.is === 'waiting' || phase.is === 'outside') {
      end()
      return
    }
    const me = conference.self()
    if (phase.is !== 'inside' || !me || !conference.mirror.getState().fresh) return
    if (me.sharing) {
      if (now.is === 'on') confirmed = true
      // A reloaded page has lost its capture, and nobody sees anything.
      else if (now.is === 'off') withdraw().catch(onError)
    } else if (confirmed) end()
  }

  const stops = [conference.subscribe(look), conference.mirror.subscribe(look)]
  look()

  return {
    getState: store.getState,
    subscribe: store.subscribe,
    start: async () => {
      if (store.getState().is !== 'off') return
      store.set({ is: 'asking' })
      let stream: MediaStream | null = null
      try {
        stream = await capture()
        const [video] = stream.getVideoTracks()
        if (!video) throw new Error('a capture without a picture')
        // Before the server knows: the button of the browser may be quicker than its answer.
        video.addEventListener('ended', () => void stop().catch(onError))
        await conference.startShare()
        if (video.readyState === 'ended') {
          store.set({ is: 'off' })
          await withdraw()
          return
        }
        mesh.setScreen({ video, audio: stream.getAudioTracks()[0] ?? null })
        store.set({ is: 'on', stream })
        look()
      } catch (error) {
        for (const track of stream?.getTracks() ?? []) track.stop()
        if (store.getState().is === 'asking') store.set({ is: 'off' })
        throw error
      }
    },
    stop,
    close: () => {
      for (const done of stops) done()
      end()
    },
  }
}
