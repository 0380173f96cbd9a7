import { refuse } from '../refusal.ts'
import { twinOf } from './aliases.ts'
import { type Alternative, PATTERN_FIELDS, type Pattern } from './pattern.ts'

/** `pattern` is kept as it was sent; `warnings` say what it is read as beside. */
export type ParsedPattern = { pattern: Pattern; warnings: string[] }

/** [AL] 2.5. */
const LONGEST_TEXT = 2_048
const MOST_OPERATORS_PER_FIELD = 5
const MOST_ALTERNATIVES = 300

/**
 * Reads a pattern from a caller. Refuses with `invalid`; `details.path` and the message name the spot as a JSON pointer.
 */
export function parsePattern(value: unknown): ParsedPattern {
  if (!isObject(value)) fail('', 'a pattern must be an object')
  const pattern: Pattern = {}
  const warnings: string[] = []
  for (const key of Object.keys(value)) {
    const field = PATTERN_FIELDS.find((known) => known === key)
    const at = `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
    if (!field) fail(at, `a pattern may name ${PATTERN_FIELDS.join(', ')}`)
    const entries = value[key]
    if (!Array.isArray(entries)) fail(at, 'must be an array of alternatives')
    if (entries.length === 0) fail(at, 'must have at least one alternative')
    const alternatives = entries.map((entry, index) => parseAlternative(entry, `${at}/${index}`))
    if (alternatives.filter((one) => typeof one !== 'string').length > MOST_OPERATORS_PER_FIELD)
      fail(at, `at most ${MOST_OPERATORS_PER_FIELD} of its alternatives may be operators`)
    alternatives.forEach((one, index) => {
      const twin = twinOf(field, one)
      if (twin) warnings.push(`${at}/${index}: ${text(one)} is also read as ${text(twin)}`)
    })
    pattern[field] = alternatives
  }
  const total = PATTERN_FIELDS.reduce((sum, field) => sum + (pattern[field]?.length ?? 0), 0)
  if (total > MOST_ALTERNATIVES) fail('', `must not have more than ${MOST_ALTERNATIVES} alternatives`)
  if (JSON.stringify(pattern).length > LONGEST_TEXT)
    fail('', `must not be longer than ${LONGEST_TEXT} characters of JSON`)
  return { pattern, warnings }
}

function parseAlternative(entry: unknown, at: string): Alternative {
  if (typeof entry === 'string') return entry
  if (!isObject(entry)) fail(at, 'must be a string or an object with prefix, suffix or both')
  const operators = Object.keys(entry)
  if (operators.length === 0) fail(at, 'must have an operator: prefix, suffix or both')
  for (const operator of operators) {
    const pointer = `${at}/${operator.replaceAll('~', '~0').replaceAll('/', '~1')}`
    if (operator !== 'prefix' && operator !== 'suffix')
      fail(pointer, 'unknown operator: prefix and suffix are known')
    const operand = entry[operator]
    if (typeof operand !== 'string' || operand === '') fail(pointer, 'must be a non-empty string')
  }
  return { ...entry } as Alternative
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function text(alternative: Alternative): string {
  return JSON.stringify(alternative)
}

function fail(pointer: string, rule: string): never {
  const spot = pointer === '' ? 'the pattern' : pointer
  return refuse('invalid', `${spot}: ${rule}`, { path: pointer, rule })
}
