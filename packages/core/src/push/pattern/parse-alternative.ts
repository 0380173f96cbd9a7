import { networkBits } from './cidr.ts'
import { below, fault } from './fault.ts'
import type { JsonNode } from './json-text.ts'
import { readNumeric } from './numeric.ts'
import type { Excluded, Test } from './pattern.ts'

type ObjectNode = Extract<JsonNode, { is: 'object' }>

/** [AL] 2.2. What each operator makes of its operand. */
const OPERATORS: Record<string, (operand: JsonNode, pointer: string) => Test> = {
  prefix: (operand, pointer) => ({ is: 'affix', prefix: textOf(operand, pointer), suffix: '' }),
  suffix: (operand, pointer) => ({ is: 'affix', prefix: '', suffix: textOf(operand, pointer) }),
  contains: (operand, pointer) => ({ is: 'contains', part: textOf(operand, pointer) }),
  'anything-but': (operand, pointer) => ({ is: 'but', ...readExcluded(operand, pointer) }),
  exists: (operand, pointer) => {
    if (operand.is !== 'boolean') fault(pointer, 'must be true or false')
    return { is: 'exists', there: operand.value }
  },
  numeric: (operand, pointer) => ({ is: 'numeric', ...readNumeric(operand, pointer) }),
  cidr: (operand, pointer) => {
    const bits = networkBits(textOf(operand, pointer))
    if (bits === null)
      fault(pointer, 'must be an IPv4 or IPv6 network like "10.0.0.0/24" or "2001:db8::/32", or one address')
    return { is: 'cidr', bits }
  },
}

/** Of the reference engine, but not of the document: a pattern that uses them would mean something else elsewhere. */
const EXTENDED = ['equals-ignore-case', 'wildcard', '$or']

export function readAlternative(node: JsonNode, pointer: string): Test {
  switch (node.is) {
    case 'null':
      return { is: 'null' }
    case 'string':
    case 'number':
    case 'boolean':
      return { is: 'text', text: scalarText(node, pointer) }
    case 'array':
      return fault(pointer, 'an alternative must not be an array')
    case 'object':
      return readOperator(node, pointer)
    default:
      return node satisfies never
  }
}

function readOperator({ members }: ObjectNode, pointer: string): Test {
  for (const name of members.keys())
    if (!Object.hasOwn(OPERATORS, name)) fault(below(pointer, name), unknown(name))
  const tests = [...members].map(([name, operand]) => OPERATORS[name]?.(operand, below(pointer, name)))
  const [one, other, ...more] = tests
  if (one && !other) return one
  // The one pair that the document's own reference shows: both must hold.
  if (one?.is === 'affix' && other?.is === 'affix' && more.length === 0)
    return { is: 'affix', prefix: one.prefix || other.prefix, suffix: one.suffix || other.suffix }
  return fault(pointer, 'must have exactly one operator, or prefix and suffix together')
}

function unknown(name: string): string {
  return EXTENDED.includes(name)
    ? `${name} belongs to the extended dialect, which is not spoken here`
    : `unknown operator: ${Object.keys(OPERATORS).join(', ')} are known`
}

function readExcluded(operand: JsonNode, pointer: string): Excluded {
  const none: Excluded = { texts: new Set(), null: false, prefixes: [], suffixes: [] }
  if (operand.is === 'object') {
    const [[name, inner] = [], ...more] = [...operand.members]
    if (!inner || more.length > 0) fault(pointer, 'must have exactly one of prefix and suffix')
    const spot = below(pointer, name ?? '')
    if (name === 'prefix') return { ...none, prefixes: textsOf(inner, spot) }
    if (name === 'suffix') return { ...none, suffixes: textsOf(inner, spot) }
    return fault(spot, 'anything-but may hold prefix or suffix only')
  }
  if (operand.is !== 'array') return excluding([operand], () => pointer)
  if (operand.items.length === 0) fault(pointer, 'must have at least one value')
  return excluding(operand.items, (index) => below(pointer, index))

  function excluding(values: readonly JsonNode[], at: (index: number) => string): Excluded {
    const scalars = values.filter((value) => value.is !== 'null')
    return {
      ...none,
      texts: new Set(scalars.map((value) => scalarText(value, at(values.indexOf(value))))),
      null: scalars.length < values.length,
    }
  }
}

function scalarText(node: JsonNode, pointer: string): string {
  if (node.is !== 'string' && node.is !== 'number' && node.is !== 'boolean')
    fault(pointer, 'must be a string, a number, true, false or null')
  if (node.is === 'number' && !Number.isFinite(node.value)) fault(pointer, 'is larger than any number')
  return String(node.value)
}

function textOf(node: JsonNode, pointer: string): string {
  if (node.is !== 'string' || node.value === '') fault(pointer, 'must be a non-empty string')
  return node.value
}

function textsOf(node: JsonNode, pointer: string): string[] {
  if (node.is !== 'array') return [textOf(node, pointer)]
  if (node.items.length === 0) fault(pointer, 'must have at least one string')
  return node.items.map((item, index) => textOf(item, below(pointer, index)))
}
