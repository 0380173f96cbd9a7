import { type Alias, type Aliases, excludedTwins, excludeToo, type Twin, twinsOf } from './aliases.ts'
import { below, fault } from './fault.ts'
import { type JsonNode, readJson } from './json-text.ts'
import { ATTRIBUTES } from './matchable.ts'
import { nearest } from './nearest.ts'
import { readAlternative } from './parse-alternative.ts'
import type { Alternative, Field, Fields, Pattern } from './pattern.ts'
import { warnOfType } from './type-warnings.ts'

/** `warnings`: what works, but perhaps not as it was meant; each begins with a JSON pointer. */
export type ParsedPattern = { pattern: Pattern; warnings: string[] }

/** [AL] 2.5. */
export type PatternLimits = {
  /** Characters of the text. */
  length: number
  /** Alternatives of one field that are objects. */
  operatorsPerField: number
  alternatives: number
  /** Keys from the root to a field. */
  depth: number
}

export const PATTERN_LIMITS: PatternLimits = {
  length: 2_048,
  operatorsPerField: 5,
  alternatives: 300,
  depth: 16,
}

export type PatternOptions = {
  /** Attributes beside those of every event; `any`: whatever is a legal name, for buses whose publishers we do not know. */
  extensions?: readonly string[] | 'any'
  aliases?: Aliases
  /** Every type that there can be; a pattern that names another is warned of. */
  types?: readonly string[]
  limits?: Partial<PatternLimits>
}

/** CloudEvents 1.0, 3.1: no other name travels as an attribute. */
const EXTENSION = /^[a-z0-9]{1,64}$/

/**
 * Reads a pattern from the JSON text of a caller. Refuses with `invalid`; `details.path` and the message name the spot as
 * a JSON pointer, `details.reason` is one of `FaultReason`.
 */
export function parsePattern(text: string | null | undefined, options: PatternOptions = {}): ParsedPattern {
  const { extensions = [], aliases = {}, types } = options
  const limits = { ...PATTERN_LIMITS, ...options.limits }
  const warnings: string[] = []
  let alternatives = 0

  if (text === null || text === undefined || text.trim() === '') fault('', 'is missing', 'empty')
  if (text.length > limits.length) fault('', `must not be longer than ${limits.length} characters`, 'limit')
  const root = readJson(text)
  if (root.is !== 'object') fault('', 'must be an object')
  const pattern: Fields = new Map([...root.members].map(([key, node]) => [key, attribute(key, node)]))
  return { pattern, warnings }

  function attribute(key: string, node: JsonNode): Field {
    const pointer = below('', key)
    if (key === 'data') return object(node, pointer, 1)
    if (!isAttribute(key)) fault(pointer, unknownAttribute(key))
    return leaf(node, pointer, key)
  }

  function isAttribute(key: string): boolean {
    if (ATTRIBUTES.some((known) => known === key)) return true
    return extensions === 'any' ? EXTENSION.test(key) : extensions.includes(key)
  }

  function unknownAttribute(key: string): string {
    const near = nearest(key, [...ATTRIBUTES, 'data', ...(extensions === 'any' ? [] : extensions)])
    return `events have no such attribute${near === null ? '' : `; ${JSON.stringify(near)} is near`}`
  }

  function object(node: JsonNode, pointer: string, depth: number): Field {
    if (node.is !== 'object') fault(pointer, 'must be an object of fields')
    if (node.members.size === 0) fault(pointer, 'must have at least one field')
    if (depth >= limits.depth) fault(pointer, `must not be deeper than ${limits.depth} keys`, 'limit')
    return {
      is: 'object',
      fields: new Map(
        [...node.members].map(([key, member]) => [key, field(key, member, pointer, depth + 1)]),
      ),
    }
  }

  function field(key: string, node: JsonNode, parent: string, depth: number): Field {
    const pointer = below(parent, key)
    if (key === '$or') fault(pointer, '$or belongs to the extended dialect, which is not spoken here')
    if (node.is === 'object') return object(node, pointer, depth)
    return leaf(node, pointer, null)
  }

  function leaf(node: JsonNode, pointer: string, name: string | null): Field {
    if (node.is !== 'array')
      fault(pointer, `must be ${name === null ? 'an object of fields or ' : ''}an array of alternatives`)
    if (node.items.length === 0) fault(pointer, 'must have at least one alternative')
    const found = node.items.map((item, index) => alternative(item, below(pointer, index), name))
    if (node.items.filter(({ is }) => is === 'object').length > limits.operatorsPerField)
      fault(pointer, `must not have more than ${limits.operatorsPerField} operators`, 'limit')
    alternatives += found.length
    if (alternatives > limits.alternatives)
      fault(pointer, `a pattern must not have more than ${limits.alternatives} alternatives`, 'limit')
    return { is: 'leaf', alternatives: found }
  }

  function alternative(node: JsonNode, pointer: string, name: string | null): Alternative {
    const spellings = name !== null && Object.hasOwn(aliases, name) ? (aliases[name] ?? []) : []
    const { alternative: read, twins } = respelled(node, pointer, spellings)
    if (twins.length > 0)
      warnings.push(`${pointer}: ${read.said} is also read as ${twins.map(spell).join(' and as ')}`)
    if (node.is === 'number' && Number.isInteger(node.value) && !Number.isSafeInteger(node.value))
      warnings.push(`${pointer}: ${read.said} is not kept exactly as a number; write it as a string`)
    const complaint = name === 'type' && types ? warnOfType(read, types) : null
    if (complaint !== null) warnings.push(`${pointer}: ${complaint}`)
    return read
  }
}

/** An alternative, and what else it is read as. */
function respelled(
  node: JsonNode,
  pointer: string,
  spellings: readonly Alias[],
): { alternative: Alternative; twins: Twin[] } {
  const { said } = node
  const test = readAlternative(node, pointer)
  if (test.is === 'but') {
    const twins = spellings.flatMap((alias) => excludedTwins(test, alias))
    return { alternative: { said, tests: [{ is: 'but', ...excludeToo(test, twins) }] }, twins }
  }
  const twins = spellings.flatMap((alias) => twinsOf(test, alias))
  return { alternative: { said, tests: [test, ...twins] }, twins }
}

/** As it would be written. */
function spell(twin: Twin): string {
  if (twin.is === 'text') return JSON.stringify(twin.text)
  const { prefix, suffix } = twin
  return JSON.stringify({ ...(prefix === '' ? {} : { prefix }), ...(suffix === '' ? {} : { suffix }) })
}
