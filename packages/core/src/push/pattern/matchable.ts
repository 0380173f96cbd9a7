import type { PushEvent } from '../event.ts'
import type { RuleScope } from '../rule.ts'
import type { Matchable } from './pattern.ts'

/** Attributes of every event that a pattern may name beside `data` and extensions ([AL] 2.1). */
export const ATTRIBUTES = [
  'id',
  'source',
  'type',
  'subject',
  'time',
  'specversion',
  'datacontenttype',
  'dataschema',
] as const

/** Where the matchable carries what `scoped` asks for. No pattern can name it: no extension may have such a name. */
export const SCOPE = '$scope'

/**
 * An event as patterns see it, extended data included: who may not have these does not get them, but may say "only
 * when". `scope`: whose event it is.
 */
export function matchable(event: PushEvent, scope: RuleScope = {}): Matchable {
  const { id, source, type, subject, time, timeText, dataschema, datacontenttype } = event
  const seen: Record<string, unknown> = {
    ...event.extensions,
    id,
    source,
    type,
    time: timeText ?? new Date(time).toISOString(),
    specversion: '1.0',
    datacontenttype: datacontenttype ?? 'application/json',
    [SCOPE]: scope,
  }
  if (subject !== undefined) seen.subject = subject
  if (dataschema !== undefined) seen.dataschema = dataschema
  const data = openText(event.data)
  if (data !== undefined) seen.data = isObject(data) ? { ...data, ...event.extendedData } : data
  else if (event.extendedData) seen.data = event.extendedData
  return seen
}

/** The document's own dialect sends `data` as text that holds JSON; patterns look inside ([AL] 2.3). */
export function openData(event: Matchable): Matchable {
  return typeof event.data === 'string' ? { ...event, data: openText(event.data) } : event
}

function openText(data: unknown): unknown {
  if (typeof data !== 'string') return data
  try {
    return JSON.parse(data)
  } catch {
    return data
  }
}

/** Of an object its own member; undefined where there is none, and for what is no object. */
export function memberOf(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
