import {
  type Bus,
  type Clock,
  HOOK_BUS,
  type Log,
  type LogEntry,
  matchable,
  matches,
  type PushEvent,
  parsePattern,
} from '@parley/core'
import type { ApiParts } from '../parts.ts'

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

/** What a target would get that asks for nothing but structured CloudEvents. */
const STRUCTURED = {
  dialect: 'cloudevents',
  body: { form: 'ORIGINAL' },
  contentType: null,
  extended: false,
} as const

export function streamParts(parts: ApiParts): StreamParts {
  const { eventLog, bus, pushStore, outside, encode, patternOptions, clock, log } = parts
  return {
    entries: (range) => eventLog.entries(range),
    lastPosition: () => eventLog.lastPosition(),
    onNews: (listener) => bus.onNews(listener),
    hasBus: async (name) => name !== HOOK_BUS && (await pushStore.bus(name)) !== null,
    outside,
    filter(name, text) {
      const { pattern } = parsePattern(text, patternOptions(name))
      // Whoever wants everything need not pay for the looking.
      return pattern.size === 0 ? () => true : (event) => matches(pattern, matchable(event))
    },
    encode: (event) => encode(event, STRUCTURED).body,
    clock,
    onError: (error, context) => log.error({ err: error, ...context }, 'fault'),
  }
}
