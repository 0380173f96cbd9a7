import type { ConferenceEvent, EphemeralEvent } from '@parley/protocol'
import { callSafely } from '../store.ts'

/** What happened (stored), or is told live only (ephemeral). */
export type AnyEvent = ConferenceEvent | EphemeralEvent
export type EventOf<T extends AnyEvent['type']> = Extract<AnyEvent, { type: T }>

/** The returned function ends it. */
export type OnEvent = <T extends AnyEvent['type']>(
  type: T,
  listener: (event: EventOf<T>) => void,
) => () => void

type Listener = (event: AnyEvent) => void

/** Listeners by type of event. */
export const createEventListeners = (): { on: OnEvent; tell: Listener } => {
  const listeners = new Map<string, Set<Listener>>()
  return {
    on: (type, listener) => {
      const set = listeners.get(type) ?? new Set()
      listeners.set(type, set)
      // Only events of that very type are handed to it, which TypeScript cannot follow through the map.
      set.add(listener as Listener)
      return () => set.delete(listener as Listener)
    },
    tell: (event) => {
      for (const listener of [...(listeners.get(event.type) ?? [])]) callSafely(() => listener(event))
    },
  }
}
