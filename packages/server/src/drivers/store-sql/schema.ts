import type { Generated } from 'kysely'
import type { PushSchema } from './push/schema.ts'

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
} & PushSchema

/**
 * `position`: the last one given · `site-revision`: the last one of the site's events · `push-cursor` · `push-rules`: version
 * of buses, rules and targets · `delivery-seq`, `user-number`: the last one given.
 */
export type CounterName =
  | 'position'
  | 'site-revision'
  | 'push-cursor'
  | 'push-rules'
  | 'delivery-seq'
  | 'user-number'

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
  /** Of an `EventPut`: by what it is looked up (`foreignKey`). */
  foreign_key: string | null
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
