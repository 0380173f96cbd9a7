import type { Box } from './state/tab.ts'

/**
 * A storage of the browser, or one in memory: in a frame with foreign storage forbidden even naming it throws, and then only a
 * reload begins anew.
 */
export function storageOf(storage: () => Storage): Box {
  try {
    const box = storage()
    box.getItem('parley')
    return box
  } catch {
    const kept = new Map<string, string>()
    return {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    }
  }
}
