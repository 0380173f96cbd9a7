import { addressBits } from './cidr.ts'
import { holds } from './holds.ts'
import type { Test } from './pattern.ts'

/** Longer values are cut: a sentence is to be read. */
const LONGEST_VALUE = 80

type Asked = { test: Test; said: string; matched: boolean }

/** Why a test holds of the value at `pointer` of an event or not, in one clause. */
export function explainTest(asked: Asked, value: unknown, pointer: string): string {
  const { test, matched } = asked
  if (value === undefined) return `the event has no ${pointer}`
  if (test.is === 'exists') return `the event has ${pointer}`
  if (!Array.isArray(value)) return clause(asked, value)
  if (value.length === 0) return `${pointer} is an empty array`
  if (matched)
    return `of ${pointer} the element ${clause(
      asked,
      value.find((one) => holds(test, one)),
    )}`
  return value.length === 1
    ? `of ${pointer} the only element ${clause(asked, value[0])}`
    : `of ${pointer} none of ${value.length} elements: ${clause(asked, value[0])}, and so on`
}

function clause({ test, said, matched }: Asked, value: unknown): string {
  const here = shown(value)
  if (matched) return `${here} ${holding(test, said)}`
  if (typeof value === 'object' && value !== null)
    return `${here} is ${Array.isArray(value) ? 'an array in an array' : 'an object'}, which only exists looks at`
  return `${here} ${failing(test, said, value)}`
}

function holding(test: Test, said: string): string {
  switch (test.is) {
    case 'text':
      return `is ${quote(test.text)}`
    case 'null':
      return 'is null'
    case 'affix':
      return parts(test, 'begins', 'ends').join(' and ')
    case 'contains':
      return `contains ${quote(test.part)}`
    case 'but':
      return `is nothing that ${said} excludes`
    case 'exists':
      return 'is there'
    case 'numeric':
      return `is in ${said}`
    case 'cidr':
      return `is in ${said}`
    default:
      return test satisfies never
  }
}

function failing(test: Test, said: string, value: unknown): string {
  switch (test.is) {
    case 'text':
      return `is not ${quote(test.text)}${onlyCase(test.text, value) ? ' (letter case counts)' : ''}`
    case 'null':
      return 'is not null'
    case 'affix': {
      if (typeof value !== 'string') return `is ${kind(value)}, but prefix and suffix look at strings only`
      return `does not ${parts(test, 'begin', 'end').join(' and ')}`
    }
    case 'contains':
      return typeof value === 'string'
        ? `does not contain ${quote(test.part)}`
        : `is ${kind(value)}, but contains looks at strings only`
    case 'but':
      return `is what ${said} excludes`
    case 'exists':
      return 'is there'
    case 'numeric':
      return typeof value === 'number'
        ? `is not in ${said}`
        : `is ${kind(value)}, but numeric looks at numbers only`
    case 'cidr':
      return typeof value === 'string' && addressBits(value) !== null
        ? `is not in ${said}`
        : 'is no IPv4 or IPv6 address'
    default:
      return test satisfies never
  }
}

function parts({ prefix, suffix }: { prefix: string; suffix: string }, begin: string, end: string): string[] {
  return [
    ...(prefix === '' ? [] : [`${begin} with ${quote(prefix)}`]),
    ...(suffix === '' ? [] : [`${end} with ${quote(suffix)}`]),
  ]
}

function onlyCase(text: string, value: unknown): boolean {
  return typeof value === 'string' && value.toLowerCase() === text.toLowerCase()
}

function kind(value: unknown): string {
  return value === null ? 'null' : typeof value === 'boolean' ? 'a truth value' : `a ${typeof value}`
}

function shown(value: unknown): string {
  const text = quote(value)
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text
}

function quote(value: unknown): string {
  return JSON.stringify(value)
}
