import { EVENT_MEMBERS, type PushEvent } from '@parley/core'

/** What both modes and the view of transforms are made of: an event with its time as text. */
export type TimedEvent = Omit<PushEvent, 'time'> & { time: string }

export const JSON_TYPE = 'application/json; charset=utf-8'
export const CLOUDEVENTS_TYPE = 'application/cloudevents+json; charset=utf-8'

/** Names that CloudEvents 1.0 has taken; an extension of such a name would be a second voice about the same thing. */
const MEMBERS: ReadonlySet<string> = new Set(EVENT_MEMBERS)

/** Structured mode: the whole event as one JSON object, `data` as a JSON value ([AL] 1.3). */
export function encodeStructured(event: TimedEvent): string {
  const { data, dataBase64 } = event
  return JSON.stringify({
    ...attributes(event),
    ...(data === undefined ? { data_base64: dataBase64 } : { data }),
  })
}

/** Binary mode: attributes as headers, the body is `data` alone, as text. */
export function encodeBinary(event: TimedEvent): { body: string; headers: Record<string, string> } {
  const { datacontenttype, ...others } = attributes(event)
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(others))
    if (value !== undefined) headers[`ce-${name}`] = headerValue(String(value))
  const { data } = event
  if (data === undefined) return { body: '', headers }
  const type = String(datacontenttype)
  headers['content-type'] = headerText(type)
  return { body: isJsonType(type) || typeof data !== 'string' ? JSON.stringify(data) : data, headers }
}

/** The event as paths of transforms see it: as patterns do, attributes and extensions beside each other. */
export function viewOf(event: TimedEvent): Record<string, unknown> {
  return { ...attributes(event), data: parsed(event.data) }
}

function attributes(event: TimedEvent): Record<string, string | number | boolean | undefined> {
  const { id, source, type, subject, time, dataschema, datacontenttype, extensions = {} } = event
  const more = Object.entries(extensions).filter(([name]) => !MEMBERS.has(name))
  return {
    specversion: '1.0',
    id,
    source,
    type,
    subject,
    time,
    datacontenttype: datacontenttype ?? (event.data === undefined ? undefined : JSON_TYPE),
    dataschema,
    ...Object.fromEntries(more),
  }
}

/** Blank, `"`, `%` and all outside printable ASCII as percent signs and UTF-8 bytes (CloudEvents HTTP binding 3.1.3.2). */
export function headerValue(text: string): string {
  return text.replace(/[^!#$&-~]+/gu, (part) =>
    [...new TextEncoder().encode(part)]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  )
}

/** A header that is not encoded by its rules must at least not break the request. */
export function headerText(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?')
}

function isJsonType(type: string): boolean {
  return /^[^;]*[/+]json\s*(;|$)/i.test(type)
}

/** A publisher may send its JSON as a string; paths reach into it all the same ([AL] 8, trap 1). */
function parsed(data: unknown): unknown {
  if (typeof data !== 'string') return data
  try {
    return JSON.parse(data)
  } catch {
    return data
  }
}
