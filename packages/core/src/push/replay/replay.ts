import type { Instant } from '../../instant.ts'

/** Matching events of a stretch of the log, owed once more to one target under their own ids. */
export type Replay = {
  /** UUIDv7. */
  id: string
  ruleId: string
  targetId: string
  /** Entries above `after` up to `upTo` (positions). */
  after: number
  upTo: number
  /** Only entries of these times; null: no bound. */
  from: Instant | null
  before: Instant | null
  /** Instead of the rule's own; JSON text. */
  pattern: string | null
  ratePerSecond: number
  state: 'running' | 'done' | 'cancelled'
  /** Entries up to here were looked at. */
  position: number
  /** Deliveries made so far. */
  count: number
  createdAt: Instant
  endedAt: Instant | null
}
