import { below, fault } from './fault.ts'

/** A JSON value that still knows how it was written. */
export type JsonNode = { said: string } & (
  | { is: 'object'; members: ReadonlyMap<string, JsonNode> }
  | { is: 'array'; items: readonly JsonNode[] }
  | { is: 'string'; value: string }
  | { is: 'number'; value: number }
  | { is: 'boolean'; value: boolean }
  | { is: 'null' }
)

/** More than any pattern within its limits needs; what is deeper is refused before it costs anything. */
const DEEPEST = 64

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y
const SPACE = /[ \t\n\r]*/y
const WORD = /true|false|null/y

/**
 * Reads RFC 8259 and nothing else. Own code, because `JSON.parse` lets the last of two equal keys win without a word, and
 * tells no spot in the terms of the reader.
 */
export function readJson(text: string): JsonNode {
  let at = 0

  function skip(pattern: RegExp): string {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0] ?? ''
    at += found.length
    return found
  }

  function broken(pointer: string, expected: string): never {
    const found = at < text.length ? `found ${JSON.stringify(text[at])}` : 'it ends'
    return fault(pointer, `is not JSON: ${expected} expected at character ${at + 1}, where ${found}`)
  }

  function take(pointer: string, sign: string, expected = JSON.stringify(sign)): void {
    if (text[at] !== sign) broken(pointer, expected)
    at += 1
  }

  function value(pointer: string, depth: number): JsonNode {
    if (depth > DEEPEST) fault(pointer, `is nested deeper than ${DEEPEST}`, 'limit')
    skip(SPACE)
    const from = at
    const node = valueHere(pointer, depth)
    const said = text.slice(from, at)
    skip(SPACE)
    return { ...node, said }
  }

  function valueHere(pointer: string, depth: number) {
    const sign = text[at]
    if (sign === '{') return { is: 'object' as const, members: members(pointer, depth) }
    if (sign === '[') return { is: 'array' as const, items: items(pointer, depth) }
    if (sign === '"') return { is: 'string' as const, value: string(pointer) }
    const number = skip(NUMBER)
    if (number !== '') return { is: 'number' as const, value: Number(number) }
    const word = skip(WORD)
    if (word === '') broken(pointer, 'a value')
    return word === 'null' ? { is: 'null' as const } : { is: 'boolean' as const, value: word === 'true' }
  }

  function members(pointer: string, depth: number): Map<string, JsonNode> {
    const found = new Map<string, JsonNode>()
    take(pointer, '{')
    skip(SPACE)
    while (text[at] !== '}') {
      if (found.size > 0) {
        take(pointer, ',', '"," or "}"')
        skip(SPACE)
      }
      if (text[at] !== '"') broken(pointer, 'a key in double quotes')
      const key = string(pointer)
      const spot = below(pointer, key)
      if (found.has(key)) fault(spot, 'is there twice')
      skip(SPACE)
      take(spot, ':')
      found.set(key, value(spot, depth + 1))
    }
    take(pointer, '}')
    return found
  }

  function items(pointer: string, depth: number): JsonNode[] {
    const found: JsonNode[] = []
    take(pointer, '[')
    skip(SPACE)
    while (text[at] !== ']') {
      if (found.length > 0) take(pointer, ',', '"," or "]"')
      found.push(value(below(pointer, found.length), depth + 1))
    }
    take(pointer, ']')
    return found
  }

  function string(pointer: string): string {
    const from = at
    at += 1
    while (text[at] !== '"') {
      if (at >= text.length) broken(pointer, 'the end of a string')
      if (text.charCodeAt(at) < 0x20) broken(pointer, 'an escape instead of a control character')
      if (text[at] !== '\\') at += 1
      else if (skip(ESCAPE) === '') broken(pointer, 'an escape that JSON knows')
    }
    at += 1
    return JSON.parse(text.slice(from, at)) as string
  }

  const root = value('', 0)
  if (at < text.length) broken('', 'the end')
  return root
}
