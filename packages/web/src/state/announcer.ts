import type { RoomMessage } from '../i18n/room-texts.ts'
import type { Clock } from './clock.ts'
import { createStore, type Store } from './store.ts'
import type { News } from './toasts.ts'

/** `turn` makes the same words said twice be heard twice. */
export type Spoken = { message: RoomMessage; turn: number } | null
export type Voices = { people: Spoken; room: Spoken; urgent: Spoken }

export type Announcer = { store: Store<Voices>; tell: (news: News) => void }

const gatherMs = 1_000

/**
 * What screen readers hear: comings and goings in one polite region, gathered for a second so that ten people who join are
 * one sentence; the rest of the meeting in another polite region; what happens to the reader in an assertive one.
 */
export function createAnnouncer(clock: Clock): Announcer {
  const store = createStore<Voices>({ people: null, room: null, urgent: null })
  let turn = 0
  const gathered = new Map<string, { count: number; news: News }>()

  const say = (voice: keyof Voices, message: RoomMessage) => {
    turn += 1
    store.update((voices) => ({ ...voices, [voice]: { message, turn } }))
  }

  return {
    store,
    tell: (news) => {
      if (!news.group) return say(news.urgent ? 'urgent' : 'room', news.message)
      const name = news.group.name
      const waiting = gathered.get(name)
      if (waiting) {
        waiting.count += 1
        return
      }
      const entry = { count: 1, news }
      gathered.set(name, entry)
      clock.after(gatherMs, () => {
        gathered.delete(name)
        const { message, group } = entry.news
        say(group?.voice ?? 'people', entry.count === 1 ? message : (group?.many(entry.count) ?? message))
      })
    },
  }
}
