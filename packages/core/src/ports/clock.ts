import type { Instant } from '../instant.ts'

/** The only source of time. */
export interface Clock {
  now(): Instant
  /** Calls `wake` once, not before `at`. MUST NOT keep the process alive. Returns the way to call it off. */
  wakeAt(at: Instant, wake: () => void): () => void
}
