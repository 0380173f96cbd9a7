import type { Generated } from 'kysely'

/** Moments are epoch milliseconds; booleans are 0 and 1; `*_json` and `body` hold JSON text that no query looks into. */
export type Schema = {
  counters: { name: CounterName; value: number }
  conferences: ConferenceRow
  /** Who may see a conference beside its owner. */
  conference_invited: { conference_id: string; user_id: string }
  events: EventRow
  snapshots: { conference_id: string; revision: number; state_json: string }
  /** `id`: SHA-256 of scope and key, so that a key may be as long as a client likes. */
  kept_answers: { id: string; fingerprint: string; answer: string; expires_at: number }
  tickets: TicketRow
  users: UserRow
  guests: GuestRow
  keyring: { name: string; value: string }
  /** `body`: pattern and target. */
  rules: { id: string; name: string; enabled: number; body: string; created_at: number }
  deliveries: DeliveryRow
  attempts: AttemptRow
}

/** `position`: the last one given · `push-cursor` · `push-rules`: version of the rules · `user-number`: the last one drawn. */
export type CounterName = 'position' | 'push-cursor' | 'push-rules' | 'user-number'

/** What a conference is found by, and the rest of its index as it was given. */
export type ConferenceRow = {
  id: string
  tenant_id: string
  owner_id: string
  /** Title, owner's name and number in lower case, a line each. */
  search_text: string
  state: string
  revision: number
  starts_at: number
  closed_at: number | null
  link_lookup: string
  /** `link_lookup` while the conference is not closed: unique among these, because nulls are not compared. */
  open_link: string | null
  due_at: number | null
  /** The index without its revision and `dueAt`: unchanged by most appends. */
  index_json: string
}

/** `body`: what the columns do not hold. */
export type EventRow = {
  position: number
  conference_id: string
  revision: number
  id: string
  type: string
  time: number
  body: string
}

export type TicketRow = {
  /** Order of creation within one millisecond. */
  seq: Generated<number>
  hash: string
  kind: string
  family: string
  subject: string
  data_json: string
  created_at: number
  expires_at: number
}

export type UserRow = {
  id: string
  tenant_id: string
  account: string
  /** The account in lower case. */
  account_key: string
  name: string
  number: string
  mobile: string
  email: string
  admin: number
  status: string
  password_hash: string | null
  created_at: number
  changed_at: number
}

export type GuestRow = {
  id: string
  conference_id: string
  name: string
  number: string
  proof: string
  run_id: string | null
  state: string
  created_at: number
  expires_at: number
}

export type DeliveryRow = {
  seq: Generated<number>
  id: string
  rule_id: string
  rule_name: string
  event_id: string
  event_type: string
  url: string
  body: string
  status: string
  attempts: number
  due_at: number | null
  created_at: number
  /** Who has the lease, or had it last. */
  worker: string | null
  /** When a worker may take it: due, or the end of the lease; null when nothing is owed. */
  free_at: number | null
}

export type AttemptRow = {
  id: string
  delivery_id: string
  no: number
  started_at: number
  duration_ms: number
  status: number | null
  error: string | null
  response: string
}
