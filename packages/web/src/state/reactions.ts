import type { EphemeralData, Reaction } from '@parley/protocol'
import { isTooFast, type RoomContext } from './room-context.ts'
import { createStore, type Store } from './store.ts'

export type Shown = { key: number; memberId: string; name: string; reaction: Reaction }
export type ReactionsState = { shown: readonly Shown[]; resting: boolean }

export type Reactions = {
  store: Store<ReactionsState>
  send: (reaction: Reaction) => Promise<void>
  heard: (data: EphemeralData['reaction.shown']) => void
}

const shownMs = 4_000
/** Between two of one's own. */
const restMs = 1_000
/** On the page at once; a full room that claps is seen as many, not as hundreds. */
const mostShown = 24

export function createReactions({
  conference,
  me,
  clock,
  tell,
}: Pick<RoomContext, 'conference' | 'me' | 'clock' | 'tell'>): Reactions {
  const store = createStore<ReactionsState>({ shown: [], resting: false })
  const patch = (change: Partial<ReactionsState>) => store.update((state) => ({ ...state, ...change }))
  let lastKey = 0

  return {
    store,
    heard: ({ memberId, displayName, reaction }) => {
      lastKey += 1
      const key = lastKey
      // One person's newest takes the place of the one before.
      const others = store.get().shown.filter((one) => one.memberId !== memberId)
      patch({ shown: [...others, { key, memberId, name: displayName, reaction }].slice(-mostShown) })
      clock.after(shownMs, () => patch({ shown: store.get().shown.filter((one) => one.key !== key) }))
      if (memberId === me()) return
      tell({
        message: {
          key: 'react.heard',
          values: { name: displayName, what: { key: `react.${reaction}` } },
        },
        group: {
          name: 'reactions',
          voice: 'room',
          many: (count) => ({ key: 'react.heardMany', values: { count } }),
        },
        heardOnly: true,
      })
    },
    send: async (reaction) => {
      if (store.get().resting) return
      patch({ resting: true })
      clock.after(restMs, () => patch({ resting: false }))
      try {
        await conference.react(reaction)
      } catch (error) {
        tell({
          message: { key: isTooFast(error) ? 'react.tooFast' : 'room.actionFailed' },
          tone: 'warning',
        })
      }
    },
  }
}
