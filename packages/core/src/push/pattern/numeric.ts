import { below, fault } from './fault.ts'
import type { JsonNode } from './json-text.ts'
import type { NumberRange } from './pattern.ts'

const EVERY_NUMBER: NumberRange = {
  low: Number.NEGATIVE_INFINITY,
  high: Number.POSITIVE_INFINITY,
  except: [],
}

/** What each comparison leaves of the numbers. `> n` is `>=` the next double: bounds are always included. */
const COMPARISONS = new Map<string, (operand: number) => NumberRange>([
  ['>', (operand) => ({ ...EVERY_NUMBER, low: nextUp(operand) })],
  ['>=', (operand) => ({ ...EVERY_NUMBER, low: operand })],
  ['<', (operand) => ({ ...EVERY_NUMBER, high: -nextUp(-operand) })],
  ['<=', (operand) => ({ ...EVERY_NUMBER, high: operand })],
  ['=', (operand) => ({ low: operand, high: operand, except: [] })],
  ['!=', (operand) => ({ ...EVERY_NUMBER, except: [operand] })],
])

/** Reads `[op, n]` or `[op, n, op, n]`, in any order ([AL] 2.2). */
export function readNumeric(node: JsonNode, pointer: string): NumberRange {
  if (node.is !== 'array') fault(pointer, 'must be an array of a comparison and a number, or of two of each')
  const { items } = node
  if (items.length !== 2 && items.length !== 4)
    fault(pointer, 'must have 2 or 4 entries: a comparison and a number, once or twice')
  let range = EVERY_NUMBER
  for (let at = 0; at < items.length; at += 2) {
    const comparison = items[at]
    const operand = items[at + 1]
    const rangeOf = comparison?.is === 'string' ? COMPARISONS.get(comparison.value) : undefined
    if (!rangeOf) fault(below(pointer, at), `must be one of ${[...COMPARISONS.keys()].join(' ')}`)
    if (operand?.is !== 'number') fault(below(pointer, at + 1), 'must be a number')
    if (!Number.isFinite(operand.value)) fault(below(pointer, at + 1), 'is larger than any number')
    range = both(range, rangeOf(operand.value))
  }
  if (isEmpty(range)) fault(pointer, 'no number can be all of this')
  return range
}

export function inRange({ low, high, except }: NumberRange, value: number): boolean {
  return value >= low && value <= high && !except.includes(value)
}

function both(one: NumberRange, other: NumberRange): NumberRange {
  return {
    low: Math.max(one.low, other.low),
    high: Math.min(one.high, other.high),
    except: [...one.except, ...other.except],
  }
}

function isEmpty({ low, high, except }: NumberRange): boolean {
  return low > high || (low === high && except.includes(low))
}

/** The smallest double above a finite one. */
function nextUp(value: number): number {
  if (value === 0) return Number.MIN_VALUE
  const bits = new DataView(new ArrayBuffer(8))
  bits.setFloat64(0, value)
  bits.setBigInt64(0, bits.getBigInt64(0) + (value > 0 ? 1n : -1n))
  return bits.getFloat64(0)
}
