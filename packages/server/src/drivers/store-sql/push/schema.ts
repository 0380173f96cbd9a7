import type { Generated } from 'kysely'

export type PushSchema = {
  /** Those somebody made, and built-in ones that somebody changed. `body`: what the columns do not hold. */
  buses: { name: string; body: string; created_at: number }
  /** `body`: description, pattern, scope, tags. */
  rules: RuleRow
  targets: TargetRow
  deleted_targets: {
    seq: Generated<number>
    rule_id: string
    name: string
    body: string
    deleted_at: number
  }
  replays: ReplayRow
  deliveries: DeliveryRow
  /** What attempts send: written once, apart from what every attempt changes. */
  delivery_contents: { seq: number; headers: string; body: string }
  owed: OwedRow
  attempts: AttemptRow
}

export type RuleRow = {
  id: string
  bus: string
  name: string
  enabled: number
  body: string
  created_at: number
  changed_at: number
}

export type TargetRow = {
  /** Order within its rule. */
  seq: Generated<number>
  id: string
  rule_id: string
  name: string
  /** The settings without the name. */
  body: string
  paused: number
  /** `state.openUntil`. */
  open_until: number | null
  state_json: string
  version: number
  created_at: number
}

export type ReplayRow = {
  seq: Generated<number>
  id: string
  target_id: string
  state: string
  position: number
  count: number
  /** What never changes. */
  body: string
  ended_at: number | null
}

export type DeliveryRow = {
  seq: number
  id: string
  bus: string
  rule_id: string
  target_id: string
  rule_name: string
  target_name: string
  url: string
  event_id: string
  event_source: string
  event_type: string
  position: number
  order_key: string | null
  replay_id: string | null
  status: string
  attempts: number
  /** Attempts over all chains. */
  tries: number
  due_at: number | null
  created_at: number
  settled_at: number | null
  erased: number
  /** `target_id` while it is a dead letter: so its index holds little else. */
  dead_target: string | null
}

/** One row for each pending delivery, and no other: what workers look at stays small however much was delivered. */
export type OwedRow = {
  /** Of the delivery. */
  seq: number
  target_id: string
  /** Target and order key; null: no order. */
  line: string | null
  /** When a worker may take it: due, or the end of the lease; `WAITING` while others of its line go first. */
  free_at: number
  due_at: number
  /** Who has the lease, or had it last. */
  worker: string | null
  tries: number
  created_at: number
}

/** Later than anything: sorted behind all that is due, so that the first row of a target's index tells whether there is any. */
export const WAITING = Number.MAX_SAFE_INTEGER

export type AttemptRow = {
  id: string
  delivery_id: string
  no: number
  started_at: number
  duration_ms: number
  status: number | null
  error: string | null
  response: string
  /** Method, URL and headers; null where they were not kept yet. */
  more_json: string | null
  next_at: number | null
}
