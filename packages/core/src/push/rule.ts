import type { ConferenceId, TenantId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { PauseReason } from '../site/events.ts'
import type { RetryStrategy } from './retry.ts'
import type { Transform } from './transform/transform.ts'

/** Which events of a bus go where. */
export type Rule = {
  /** UUIDv7. */
  id: string
  bus: string
  /** 1-127 letters, digits, hyphens, a letter or digit first; unique on its bus. */
  name: string
  description: string
  enabled: boolean
  /** JSON text as it was sent. */
  pattern: string
  scope: RuleScope
  /** In the order in which they were added. A rule without any is legal: it shows in traces. */
  targets: Target[]
  /** Opaque JSON of the wire that made it. */
  tags: unknown
  createdAt: Instant
  /** Also moves with its targets. */
  changedAt: Instant
}

/** What a rule's events must have beside the pattern; each absent part matches anything. */
export type RuleScope = {
  conferenceId?: ConferenceId
  tenantId?: TenantId
  /** Only what was done with this API key. */
  keyId?: string
}

export type RuleChange = Partial<
  Pick<Rule, 'name' | 'description' | 'enabled' | 'pattern' | 'scope' | 'tags'>
>

/** Where a matching event goes, and how. */
export type Target = TargetSettings & {
  /** UUIDv7. */
  id: string
  state: TargetState
  /** Rises with every change of settings or state. Given by the store. */
  version: number
  createdAt: Instant
}

export type TargetSettings = {
  /** 1-127 characters; unique in its rule. */
  name: string
  url: string
  method: 'POST' | 'PUT' | 'PATCH'
  dialect: Dialect
  body: Transform
  /** Instead of the dialect's own. */
  contentType: string | null
  /** JSON object of further headers, names in lower case, sealed: it may hold credentials. */
  sealedHeaders: string | null
  retry: RetryStrategy
  /** `NONE`: the target stops at the first event whose attempts are exhausted, until somebody acts. */
  errorsTolerance: 'ALL' | 'NONE'
  /** Exhausted events are also put onto this bus, unchanged. */
  deadLetterBus: string | null
  /** Attempts at once at most, on each node: 1-64. */
  concurrency: number
  /** Attempts begun per second at most, on each node. */
  ratePerSecond: number | null
  /** `meeting`: events of one meeting one after the other, in the order of the log. */
  order: 'none' | 'meeting'
  /** For one attempt, answer included: 1,000-30,000. */
  timeoutMs: number
  /** Gets extended events and fields too. */
  extended: boolean
  signing: Signing
  /** What the wire that made it must answer later and nobody else reads. JSON. */
  wire: Readonly<Record<string, unknown>>
}

/**
 * `seed`: the cloud document's body · `cloudevents`: structured · `cloudevents-binary`: attributes in headers ·
 * `huawei`: [HW] 3.9, its envelope made anew for every attempt.
 */
export type Dialect = 'seed' | 'cloudevents' | 'cloudevents-binary' | 'huawei'

export type SignatureSet = 'standard' | 'ed25519' | 'aliyun-v1' | 'aliyun-v2' | 'huawei'

export type Signing = {
  sets: readonly SignatureSet[]
  /** The first is the current one; others sign beside it until their time is over. `whsec_…` (`standard`), `whsk_…` (`ed25519`) or a plain key (`huawei`), sealed. */
  secrets: readonly { sealed: string; until: Instant | null }[]
  /** [AL] `Token`, sealed. */
  sealedToken: string | null
  /** [AL] 4.2: a line feed after the body in the text that v2 signs. */
  trailingLf: boolean
  /** [HW] 3.9 `subscriberId`. */
  appId?: string
}

export type TargetState = {
  is: 'running' | 'paused'
  /** Null while running. */
  why: PauseReason | null
  /** In words, for whoever looks; empty while running. */
  note: string
  since: Instant
  /** Nothing but failures since then; null after a success. */
  failingSince: Instant | null
  /** `TargetFailing` was told of the present failing. */
  warned: boolean
  /** While set, nothing is sent before it, and then one attempt alone. */
  openUntil: Instant | null
}

export function runningSince(since: Instant): TargetState {
  return { is: 'running', why: null, note: '', since, failingSince: null, warned: false, openUntil: null }
}
