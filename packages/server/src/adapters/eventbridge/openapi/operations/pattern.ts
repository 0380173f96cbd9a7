import { MOST_EVENT_BYTES, matches } from '@parley/core'
import { z } from 'zod'
import { parseJson } from '#http/parse-json.ts'
import { deny } from '../errors.ts'
import type { Operation } from '../operation.ts'
import { readPattern } from '../receive/pattern.ts'
import { read, text } from '../receive/read.ts'

const asked = z.object({ Event: z.string(), EventPattern: text })

/** Whether an event, given as JSON text in either dialect, fits a pattern. It need not be one that a bus would take. */
export const testEventPattern: Operation = async (body, { patternOptions }) => {
  const { Event, EventPattern } = read(asked, body)
  const { extensions: _declared, ...options } = patternOptions('default')
  // The event is the caller's own: it may have any attribute.
  const { pattern } = readPattern(EventPattern, { ...options, extensions: 'any' })
  if (Buffer.byteLength(Event) > MOST_EVENT_BYTES)
    deny('EventSizeExceed', `Event must not be larger than ${MOST_EVENT_BYTES} bytes`)
  return { Result: matches(pattern, parseEvent(Event)) }
}

function parseEvent(json: string): Record<string, unknown> {
  let event: unknown
  try {
    event = parseJson(json)
  } catch {
    deny('JsonAttributeInvalid', 'Event is not JSON')
  }
  if (typeof event !== 'object' || event === null || Array.isArray(event))
    deny('EventInvalid', 'Event must be a JSON object')
  return event as Record<string, unknown>
}
