import {
  conferenceEvents,
  type NotificationParams,
  type ReadEvent,
  readEvent,
  serverNotifications,
} from '@parley/protocol'
import { callSafely } from '../store.ts'

/** What listeners get by name. An event that could not be read is null: whoever follows that conference has to heal. */
export type Notices = NotificationParams & {
  'conference.event': { confId: string; event: ReadEvent | null }
  /** Several at once, oldest first, to who asked for it by `batch`. */
  'conference.events': { confId: string; events: (ReadEvent | null)[] }
}
export type NoticeName = keyof Notices

type Listener<N extends NoticeName> = (params: Notices[N]) => void
type Listeners = { [N in NoticeName]?: Set<Listener<N>> }

export type Notifications = {
  on<N extends NoticeName>(name: N, listener: Listener<N>): () => void
  /** Reads and hands on one frame of the server; unknown and malformed ones are ignored. */
  receive(method: string, params: unknown): void
}

const isKnown = (name: string): name is keyof NotificationParams => Object.hasOwn(serverNotifications, name)

const confIdOf = (params: unknown): string | null => {
  if (typeof params !== 'object' || params === null || !('confId' in params)) return null
  return typeof params.confId === 'string' ? params.confId : null
}

export const createNotifications = (): Notifications => {
  const listeners: Listeners = {}
  const emit = <N extends NoticeName>(name: N, params: Notices[N]) => {
    const set: Set<Listener<N>> | undefined = listeners[name]
    if (set) for (const listener of [...set]) callSafely(() => listener(params))
  }
  return {
    on: (name, listener) => {
      const set: Set<typeof listener> = (listeners[name] as Set<typeof listener> | undefined) ?? new Set()
      listeners[name] = set as Listeners[typeof name]
      set.add(listener)
      return () => set.delete(listener)
    },
    receive: (method, params) => {
      if (method === 'conference.event') {
        const confId = confIdOf(params)
        if (confId !== null) emit('conference.event', { confId, event: readEvent(params) })
        return
      }
      if (method === 'conference.events') {
        const batch = conferenceEvents.safeParse(params)
        if (batch.success)
          emit('conference.events', { confId: batch.data.confId, events: batch.data.events.map(readEvent) })
        return
      }
      if (!isKnown(method)) return
      const parsed = serverNotifications[method].safeParse(params)
      // The table pairs name and schema, which TypeScript cannot follow through an index by union.
      if (parsed.success) emit(method, parsed.data as never)
    },
  }
}
