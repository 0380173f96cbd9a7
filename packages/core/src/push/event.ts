import type { Instant } from '../instant.ts'
import type { Matchable } from './pattern.ts'

/** A recorded event in its outside form: patterns match it; a dialect makes the bytes of it. */
export type PushEvent = Matchable & {
  /** The recorded event's own id: the same over targets, attempts and resending. */
  id: string
  time: Instant
  data: Readonly<Record<string, unknown>>
}
