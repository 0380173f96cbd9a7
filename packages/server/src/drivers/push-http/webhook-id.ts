import { createHash } from 'node:crypto'

/** Of events that are told from the log: the cloud document's, and our own catalogue's. Their ids are UUIDs of ours. */
const OWN_SOURCES: ReadonlySet<string> = new Set(['acs.aliyuncvc', 'urn:parley'])

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
