import { type LogEntry, SECOND } from '@parley/core'
import type { StreamParts } from './parts.ts'

/** An entry, and what its readers share of it: its outside form and bytes, made once per bus. */
export type TailEntry = { entry: LogEntry; told: Map<string, Told | null> }
export type Told = { event: ReturnType<StreamParts['outside']> & object; json: string }

export type Tail = {
  /** Entries above `after` in the order of the log, at most `BATCH`; empty when there are none yet. */
  read(after: number): Promise<readonly TailEntry[]>
  /** Resolves when there is something above `after`, or `signal` says to stop waiting. */
  news(after: number, signal: AbortSignal): Promise<void>
  /** The log is followed while somebody has called this and not the function it returns. */
  join(): () => void
}

/** What a reader holds of a page at most while its connection is full. */
export const BATCH = 100
/** Readers who are up to date live off these and ask no store. */
const WINDOW = 1_024
const PAGE = WINDOW / 2
/** News is only a hint, and entries may come from another node. */
const POLL_MS = SECOND

/**
 * Follows the end of the log for all readers at once: each entry is read once, however many listen. Whoever is further
 * behind than the window reads the store.
 */
export function createTail({
  entries,
  lastPosition,
  onNews,
  clock,
  onError,
}: Pick<StreamParts, 'entries' | 'lastPosition' | 'onNews' | 'clock' | 'onError'>): Tail {
  /** The end of the log without a gap: everything above `from`. Null: nobody has looked yet. */
  let window: TailEntry[] = []
  let from: number | null = null
  let members = 0
  let running = false
  let again = false
  let callOff = (): void => {}
  const waiting = new Set<() => void>()

  const end = (): number => window.at(-1)?.entry.position ?? from ?? -1

  function look(): void {
    again = true
    if (!running && members > 0) void follow()
  }

  async function follow(): Promise<void> {
    running = true
    callOff()
    while (again && members > 0) {
      again = false
      try {
        while (members > 0 && (await step())) {}
      } catch (error) {
        onError(error, { stage: 'stream.tail' })
      }
    }
    running = false
    if (members > 0) callOff = clock.wakeAt(clock.now() + POLL_MS, look)
  }

  /** Reads one page. True when there may be more. */
  async function step(): Promise<boolean> {
    const at = end()
    if (from === null) {
      // What lies before the first look is in the store.
      const last = await lastPosition()
      from ??= last
    } else {
      const page = await entries({ after: at, limit: PAGE })
      // Forgotten meanwhile, and begun anew.
      if (end() !== at) return true
      if (page.length === 0) return false
      for (const entry of page) window.push({ entry, told: new Map() })
      const surplus = window.slice(0, -WINDOW)
      from = surplus.at(-1)?.entry.position ?? from
      window = window.slice(surplus.length)
    }
    for (const wake of [...waiting]) wake()
    return true
  }

  onNews(look)

  return {
    async read(after) {
      if (from === null || after < from)
        return (await entries({ after, limit: BATCH })).map((entry) => ({ entry, told: new Map() }))
      const first = window.findLastIndex(({ entry }) => entry.position <= after) + 1
      return window.slice(first, first + BATCH)
    },

    news(after, signal) {
      if (end() > after || signal.aborted) return Promise.resolve()
      return new Promise((resolve) => {
        const wake = (): void => {
          if (end() <= after && !signal.aborted) return
          waiting.delete(wake)
          signal.removeEventListener('abort', wake)
          resolve()
        }
        waiting.add(wake)
        signal.addEventListener('abort', wake)
      })
    },

    join() {
      members += 1
      if (members === 1) {
        // What nobody listened to is not read through for those who come after.
        window = []
        from = null
        look()
      }
      let joined = true
      return () => {
        if (!joined) return
        joined = false
        members -= 1
        if (members > 0) return
        callOff()
        window = []
        from = null
      }
    },
  }
}
