import type {
  Access,
  Clock,
  ConferenceStore,
  Conferences,
  Directory,
  Feed,
  Ids,
  Policies,
  Secrets,
  Tickets,
} from '@parley/core'
import type { Throttles } from '#http/throttles.ts'
import type { Log } from '#telemetry/log.ts'

/** What this adapter stands on; put together in app.ts. */
export type HuaweiParts = {
  conferences: Conferences
  store: Pick<ConferenceStore, 'find'>
  feed: Feed
  access: Access
  tickets: Tickets
  directory: Directory
  clock: Clock
  ids: Ids
  secrets: Secrets
  policies: Pick<Policies, 'maxParticipants'>
  throttles: Pick<Throttles, 'attempt' | 'check' | 'fail' | 'ok' | 'spend'>
  log: Pick<Log, 'error' | 'warn'>
  /** `https://meet.example.org`, without a path: where `wsURL` and the links lead. */
  publicUrl: string
}
