import { addressBits } from './cidr.ts'
import { inRange } from './numeric.ts'
import type { Excluded, Test } from './pattern.ts'

/** Whether a test holds of a field's value; `undefined`: the key is not there. Of an array one element is enough. */
export function holds(test: Test, value: unknown): boolean {
  if (test.is === 'exists') return (value !== undefined) === test.there
  return Array.isArray(value)
    ? value.some((element) => holdsOfScalar(test, element))
    : holdsOfScalar(test, value)
}

/** Objects, and arrays inside arrays, are seen by `exists` only. */
export function holdsOfScalar(test: Exclude<Test, { is: 'exists' }>, value: unknown): boolean {
  if (value === undefined || (typeof value === 'object' && value !== null)) return false
  switch (test.is) {
    case 'text':
      return value !== null && String(value) === test.text
    case 'null':
      return value === null
    case 'affix':
      return typeof value === 'string' && value.startsWith(test.prefix) && value.endsWith(test.suffix)
    case 'contains':
      return typeof value === 'string' && value.includes(test.part)
    case 'but':
      return !excludes(test, value)
    case 'numeric':
      return typeof value === 'number' && inRange(test, value)
    case 'cidr':
      return typeof value === 'string' && (addressBits(value)?.startsWith(test.bits) ?? false)
    default:
      return test satisfies never
  }
}

function excludes(excluded: Excluded, value: unknown): boolean {
  if (value === null) return excluded.null
  if (excluded.texts.has(String(value))) return true
  if (typeof value !== 'string') return false
  return (
    excluded.prefixes.some((prefix) => value.startsWith(prefix)) ||
    excluded.suffixes.some((suffix) => value.endsWith(suffix))
  )
}
