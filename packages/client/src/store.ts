/** Immutable state and its listeners, in the shape of React's useSyncExternalStore. */
export type Store<S> = {
  /** The same reference until something changed. */
  getState(): S
  subscribe(listener: () => void): () => void
}

export type WritableStore<S> = Store<S> & {
  set(state: S): void
  /** Listeners hear of all that is set within once, at its end. */
  batch(run: () => void): void
}

/** A listener that throws must not keep the others, or the caller's own bookkeeping, from going on: its error is rethrown later. */
export const createStore = <S>(initial: S): WritableStore<S> => {
  let state = initial
  const listeners = new Set<() => void>()
  let depth = 0
  let told = initial
  const tell = () => {
    if (depth > 0 || Object.is(state, told)) return
    told = state
    for (const listener of [...listeners]) callSafely(listener)
  }
  return {
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    set: (next) => {
      state = next
      tell()
    },
    batch: (run) => {
      depth += 1
      try {
        run()
      } finally {
        depth -= 1
        tell()
      }
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
