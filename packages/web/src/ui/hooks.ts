import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Texts } from '../i18n/texts.ts'
import type { Store } from '../state/store.ts'

export function useStore<Value>(store: Store<Value>): Value {
  return useSyncExternalStore(store.subscribe, store.get)
}

/** What is read off a store: draws again only when that is something else. `part` gives the same for the same value. */
export function usePart<Value, Part>(store: Store<Value>, part: (value: Value) => Part): Part {
  return useSyncExternalStore(store.subscribe, () => part(store.get()))
}

export const TextsContext = createContext<Texts | null>(null)

export function useTexts(): Texts {
  const texts = useContext(TextsContext)
  if (!texts) throw new Error('no texts around this component')
  return texts
}

/** Epoch ms of the current second; components that show a clock follow it and nothing else re-renders. */
const ticker = {
  subscribe: (listener: () => void) => {
    const timer = setInterval(listener, 1000)
    return () => clearInterval(timer)
  },
  second: () => Math.floor(Date.now() / 1000) * 1000,
}

export function useSecond(): number {
  return useSyncExternalStore(ticker.subscribe, ticker.second)
}
