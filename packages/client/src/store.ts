/** Immutable state and its listeners, in the shape of React's useSyncExternalStore. */
export type Store<S> = {
  /** The same reference until something changed. */
  getState(): S
  subscribe(listener: () => void): () => void
}

export type WritableStore<S> = Store<S> & { set(state: S): void }

/** A listener that throws must not keep the others, or the caller's own bookkeeping, from going on: its error is rethrown later. */
export const createStore = <S>(initial: S): WritableStore<S> => {
  let state = initial
  const listeners = new Set<() => void>()
  return {
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    set: (next) => {
      if (Object.is(next, state)) return
      state = next
      for (const listener of [...listeners]) callSafely(listener)
    },
  }
}

export const callSafely = (run: () => void): void => {
  try {
    run()
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}
