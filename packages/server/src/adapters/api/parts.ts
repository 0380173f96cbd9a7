import type {
  Clock,
  ConferenceStore,
  Conferences,
  Courier,
  DeliveryWorker,
  Ids,
  Matcher,
  PushStore,
  Secrets,
} from '@parley/core'
import type { Log } from '#telemetry/log.ts'

export type ApiParts = {
  conferences: Pick<Conferences, 'get'>
  store: Pick<ConferenceStore, 'events' | 'eventsOf'>
  pushStore: PushStore
  courier: Pick<Courier, 'check'>
  /** Told of a new rule, so that it need not find out by itself. */
  matcher: Pick<Matcher, 'run'>
  /** Told when something has become due by hand. */
  worker: Pick<DeliveryWorker, 'wake'>
  secrets: Pick<Secrets, 'seal'>
  ids: Pick<Ids, 'eventId'>
  clock: Clock
  log: Log
  /** Null: no such key. */
  verifyApiKey: (token: string) => Promise<{ keyId: string; name: string } | null>
  publicUrl: string
  version: string
}
