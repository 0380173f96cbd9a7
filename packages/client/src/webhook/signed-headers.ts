import { WebhookError } from './webhook-error.ts'

/** `Headers` of a Fetch request, or a record as Node, Express and Fastify give it; letter case does not matter. */
export type WebhookHeaders =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>

export type SignedHeaders = {
  id: string
  /** As it was sent: this text is what is signed. */
  timestamp: string
  /** Each `version,signature`. */
  signatures: readonly string[]
}

/** Seconds. Twelve digits last for 30,000 years. */
const TIMESTAMP = /^\d{1,12}$/
/** Rotation takes two or three; a thousand would only be work for us. */
const MOST_SIGNATURES = 16

/** Throws a WebhookError `missing-header` or `malformed-header`. */
export function readSignedHeaders(headers: WebhookHeaders): SignedHeaders {
  const id = read(headers, 'webhook-id')
  const timestamp = read(headers, 'webhook-timestamp')
  if (!TIMESTAMP.test(timestamp)) malformed('webhook-timestamp', 'is not a number of seconds')
  const signatures = read(headers, 'webhook-signature').split(/[ ,]*\s+/)
  if (signatures.length > MOST_SIGNATURES) malformed('webhook-signature', `has more than ${MOST_SIGNATURES}`)
  return { id, timestamp, signatures }
}

function read(headers: WebhookHeaders, name: string): string {
  const value = lookUp(headers, name)
  const text = typeof value === 'string' ? value : (value ?? []).join(' ')
  if (text.trim() === '') throw new WebhookError('missing-header', `the header ${name} is missing`)
  return text.trim()
}

function lookUp(headers: WebhookHeaders, name: string): string | readonly string[] | undefined {
  if (typeof headers.get === 'function') return headers.get(name) ?? undefined
  const record = headers as Exclude<WebhookHeaders, { get(name: string): string | null }>
  return record[name] ?? Object.entries(record).find(([key]) => key.toLowerCase() === name)?.[1]
}

function malformed(name: string, what: string): never {
  throw new WebhookError('malformed-header', `the header ${name} ${what}`)
}
