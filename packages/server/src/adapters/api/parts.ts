import type {
  Bus,
  Clock,
  ConferenceStore,
  Conferences,
  Courier,
  DeliveryWorker,
  Encode,
  Erasure,
  Log as EventLog,
  Ids,
  LogEntry,
  Matcher,
  PatternOptions,
  PushEvent,
  PushStore,
  Secrets,
} from '@parley/core'
import type { Log } from '#telemetry/log.ts'

export type ApiParts = {
  conferences: Pick<Conferences, 'get'>
  store: Pick<ConferenceStore, 'eventsOf'>
  eventLog: EventLog
  bus: Pick<Bus, 'onNews'>
  erasure: Erasure
  pushStore: PushStore
  courier: Pick<Courier, 'check' | 'verify'>
  /** Told of new rules and events, so that it need not find out by itself. */
  matcher: Pick<Matcher, 'run'>
  /** Told when something has become due by hand. */
  worker: Pick<DeliveryWorker, 'wake'>
  /** Told of a new replay. */
  replayer: { run(): Promise<void> }
  /** The outside form of a log entry on a bus; null when the bus is not told of it. */
  outside: (bus: string, entry: LogEntry) => PushEvent | null
  /** The bytes that a target gets, and the headers that belong to them. */
  encode: Encode
  /** How patterns of a bus are read: its spellings, its attributes, the types there are. */
  patternOptions: (bus: string) => PatternOptions
  secrets: Pick<Secrets, 'seal' | 'open'>
  ids: Pick<Ids, 'eventId' | 'commandId'>
  clock: Clock
  log: Log
  /** Null: no such key. */
  verifyApiKey: (token: string) => Promise<{ keyId: string; name: string } | null>
  publicUrl: string
  version: string
}
