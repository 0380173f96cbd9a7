import type { Instant } from '../instant.ts'
import type { Pattern } from './pattern.ts'

/** Which events go where. */
export type Rule = {
  /** UUIDv7. */
  id: string
  /** 1-127 letters, digits, hyphens, a letter or digit first; unique. */
  name: string
  enabled: boolean
  pattern: Pattern
  target: Target
  createdAt: Instant
}

export type Target = {
  type: 'http'
  url: string
  retry: 'BACKOFF_RETRY'
  /** Standard Webhooks secret, sealed. */
  sealedSecret: string
}
