import type { Bus, Clock, Log, LogEntry, PushEvent } from '@parley/core'

export type StreamParts = {
  entries: Log['entries']
  lastPosition: Log['lastPosition']
  onNews: Bus['onNews']
  hasBus: (name: string) => Promise<boolean>
  /** The outside form of an entry on a bus; null when the bus is not told of it. */
  outside: (bus: string, entry: LogEntry) => PushEvent | null
  /** Reads a pattern for a bus as rules do. Refuses with `invalid`; `details.path` points into the pattern. */
  filter: (bus: string, pattern: string) => (event: PushEvent) => boolean
  /** A CloudEvent in JSON, in one line. */
  encode: (event: PushEvent) => string
  clock: Clock
  onError: (error: unknown, context: { stage: string }) => void
}
