import { createHash } from 'node:crypto'
import { MEETING_SOURCE, OWN_SOURCE } from '@parley/protocol'

/** Of events that are told from the log: their ids are UUIDs of ours. */
const OWN_SOURCES: ReadonlySet<string> = new Set([MEETING_SOURCE, OWN_SOURCE])

/**
 * Value of `webhook-id` ([AL] 4.5). An id is unique only with its source: what a publisher outside put in gets a beginning
 * made of that. A point would end the id in the signed text ([AL] 4.3), so an id with one, or with what a header cannot
 * carry, is replaced by its hash.
 */
export function webhookId({ eventId, eventSource }: { eventId: string; eventSource: string }): string {
  if (OWN_SOURCES.has(eventSource)) return eventId
  const id = /^[\w-]+$/.test(eventId) ? eventId : hash(eventId).slice(0, 32)
  return `${hash(eventSource).slice(0, 8)}-${id}`
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
