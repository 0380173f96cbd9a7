import type { SignalFrame } from '@parley/protocol'
import { callSafely } from '../store.ts'

/** Signals that come before media are set up, as they do while a page still asks for the camera. */
const maxEarly = 200

/** Hands signals to their listeners, and keeps the first ones until somebody listens. */
export const createSignalBox = () => {
  const listeners = new Set<(frame: SignalFrame) => void>()
  let early: SignalFrame[] = []
  return {
    receive: (frame: SignalFrame): void => {
      if (listeners.size === 0) {
        if (early.length < maxEarly) early.push(frame)
        return
      }
      for (const listener of [...listeners]) callSafely(() => listener(frame))
    },
    on: (listener: (frame: SignalFrame) => void): (() => void) => {
      listeners.add(listener)
      const kept = early
      early = []
      for (const frame of kept) callSafely(() => listener(frame))
      return () => listeners.delete(listener)
    },
  }
}
