import type { ConferenceId } from '@parley/core'

/** A conference number as the wire writes it; null for what cannot be one and need not be looked up. */
export function receiveConferenceId(text: string): ConferenceId | null {
  return /^[1-9]\d{8}$/.test(text) ? (text as ConferenceId) : null
}
