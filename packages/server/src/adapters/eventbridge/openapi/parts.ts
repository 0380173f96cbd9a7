import type {
  Clock,
  CommandId,
  Courier,
  DeliveryWorker,
  Encode,
  Log as EventLog,
  Ids,
  LogEntry,
  Matcher,
  PatternOptions,
  PushEvent,
  PushStore,
  Secrets,
  TenantId,
  Tickets,
} from '@parley/core'
import type { Log } from '#telemetry/log.ts'
import type { EventBridgeSettings } from '../settings.ts'

/** What the management API stands on; put together in app.ts. */
export type OpenApiParts = {
  pushStore: PushStore
  eventLog: EventLog
  /** The outside form of a log entry on a bus; null when the bus is not told of it. */
  outside: (bus: string, entry: LogEntry) => PushEvent | null
  /** The bytes that a target gets. */
  encode: Encode
  /** How patterns of a bus are read. */
  patternOptions: (bus: string) => PatternOptions
  courier: Pick<Courier, 'check'>
  /** Told of a new rule and of events put, so that it need not find out by itself. */
  matcher: Pick<Matcher, 'run'>
  /** Told of new targets. */
  worker: Pick<DeliveryWorker, 'wake'>
  accessKey: { id: string; secret: string }
  secrets: Pick<Secrets, 'seal' | 'open' | 'digest' | 'equal'>
  tickets: Pick<Tickets, 'put' | 'find'>
  ids: Pick<Ids, 'eventId' | 'commandId'>
  clock: Clock
  tenantId: TenantId
  eventSettings: Pick<EventBridgeSettings, 'region' | 'accountId'>
  log: Pick<Log, 'error'>
}

/** One call, after its signature was found good. */
export type Call = { requestId: CommandId; keyId: string }
