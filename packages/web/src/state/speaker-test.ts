import { createStore, type Store } from './store.ts'

export type SpeakerTest = {
  store: Store<'quiet' | 'playing' | 'failed'>
  /** Plays a short tone where the sound of the meeting will come from. Again while it plays: nothing. */
  play: (output: string) => Promise<void>
}

/** `sound`: resolves when the tone has ended, rejects when it could not be played there. */
export function createSpeakerTest(sound: (output: string) => Promise<void>): SpeakerTest {
  const store = createStore<'quiet' | 'playing' | 'failed'>('quiet')
  return {
    store,
    play: async (output) => {
      if (store.get() === 'playing') return
      store.set('playing')
      try {
        await sound(output)
        store.set('quiet')
      } catch {
        store.set('failed')
      }
    },
  }
}
