import { describe, expect, it } from 'vitest'
import { createPatternIndex } from './create-pattern-index.ts'
import { matches } from './matches.ts'
import { parsePattern } from './parse-pattern.ts'

/** Whether an alternative holds of a value under `data.x`, by both matchers. */
function holds(alternative: unknown, value: unknown): boolean {
  const { pattern } = parsePattern(JSON.stringify({ data: { x: [alternative] } }))
  const event = { data: value === undefined ? {} : { x: value } }
  const plain = matches(pattern, event)
  expect(createPatternIndex([{ key: 1, pattern }]).match(event)).toHaveLength(plain ? 1 : 0)
  return plain
}

describe('operators', () => {
  it('[D20] prefix, suffix and contains look at strings only, both parts may overlap', () => {
    for (const alternative of [
      { prefix: '1' },
      { suffix: '2' },
      { contains: '1' },
      { prefix: '1', suffix: '2' },
    ]) {
      expect(holds(alternative, '12')).toBe(true)
      for (const other of [12, true, null, undefined, {}, []]) expect(holds(alternative, other)).toBe(false)
    }
    expect(holds({ prefix: 'ab', suffix: 'bc' }, 'abc')).toBe(true)
    expect(holds({ prefix: '😀' }, '😀!')).toBe(true)
    expect(holds({ suffix: '😀' }, '!😀')).toBe(true)
    expect(holds({ contains: '会' }, '周会议')).toBe(true)
  })

  it('[D21] anything-but holds of no object and of nothing that is not there', () => {
    for (const value of [undefined, {}, { a: 1 }, [], [{}], [['y']]])
      expect(holds({ 'anything-but': 'x' }, value)).toBe(false)
    for (const value of [null, true, 0, '']) expect(holds({ 'anything-but': 'x' }, value)).toBe(true)
    expect(holds({ 'anything-but': { prefix: '1' } }, 12)).toBe(true)
  })

  it('[D22] bounds are exact: the next double is another number', () => {
    for (const bound of [0, -0, 1, -1, 0.1, 1e9, -2.5, 1_795_334_143_810, Number.MAX_SAFE_INTEGER]) {
      const step = Math.max(Math.abs(bound) * Number.EPSILON, Number.MIN_VALUE)
      expect(holds({ numeric: ['>', bound] }, bound)).toBe(false)
      expect(holds({ numeric: ['>', bound] }, bound + step)).toBe(true)
      expect(holds({ numeric: ['<', bound] }, bound)).toBe(false)
      expect(holds({ numeric: ['<', bound] }, bound - step)).toBe(true)
      expect(holds({ numeric: ['>=', bound] }, bound)).toBe(true)
      expect(holds({ numeric: ['=', bound] }, bound + step)).toBe(false)
      expect(holds({ numeric: ['!=', bound] }, bound)).toBe(false)
    }
    expect(holds({ numeric: ['>', Number.MAX_VALUE] }, Number.POSITIVE_INFINITY)).toBe(true)
    expect(holds({ numeric: ['!=', 1] }, '2')).toBe(false)
  })

  it.each([
    ['10.0.0.0/8', '10.255.255.255', true],
    ['10.0.0.7/24', '10.0.0.1', true],
    ['0.0.0.0/0', '255.255.255.255', true],
    ['0.0.0.0/0', '::1', false],
    ['::/0', '10.0.0.1', false],
    ['::ffff:10.0.0.0/120', '::ffff:10.0.0.7', true],
    ['10.0.0.0/24', '::ffff:10.0.0.7', false],
    ['2001:DB8::/32', '2001:db8:0:0:0:0:0:1', true],
    ['2001:db8::/32', '2001:db9::1', false],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0', true],
    ['::', '0:0:0:0:0:0:0:0', true],
    ['10.0.0.0/24', '10.0.0.07', false],
    ['10.0.0.0/24', '10.0.0', false],
    ['::/0', '1:2:3:4:5:6:7:8:9', false],
    ['::/0', '1::2::3', false],
    ['::/0', ':1', false],
    ['::/0', '1:2:3:4:5:6:7:8::', false],
    ['::/0', '10.0.0.1::', false],
  ])('[D23] %s and %s: %s', (network, address, expected) => {
    expect(holds({ cidr: network }, address)).toBe(expected)
  })

  it('[D24] exists looks at the key, not at what it holds', () => {
    for (const value of [null, '', 0, false, [], {}, [[]]]) {
      expect(holds({ exists: true }, value)).toBe(true)
      expect(holds({ exists: false }, value)).toBe(false)
    }
    expect(holds({ exists: true }, undefined)).toBe(false)
    expect(holds({ exists: false }, undefined)).toBe(true)
  })
})

describe('arrays and nesting', () => {
  const said = (pattern: unknown, data: unknown): boolean => {
    const parsed = parsePattern(JSON.stringify({ data: pattern })).pattern
    const plain = matches(parsed, { data })
    expect(createPatternIndex([{ key: 1, pattern: parsed }]).match({ data })).toHaveLength(plain ? 1 : 0)
    return plain
  }

  it('[D25] all conditions of an object hold in one element, also deeper down', () => {
    const pattern = { rooms: { floor: [3], users: { id: ['u1'], role: ['host'] } } }
    const host = { id: 'u1', role: 'host' }
    expect(said(pattern, { rooms: [{ floor: 2 }, { floor: 3, users: [{ id: 'u2' }, host] }] })).toBe(true)
    expect(
      said(pattern, {
        rooms: [
          { floor: 3, users: [] },
          { floor: 2, users: [host] },
        ],
      }),
    ).toBe(false)
    expect(said(pattern, { rooms: { floor: 3, users: host } })).toBe(true)
  })

  it('[D25] one element without the key is enough for exists false', () => {
    const pattern = { users: { left: [{ exists: false }] } }
    expect(said(pattern, { users: [{ left: 1 }, {}] })).toBe(true)
    expect(said(pattern, { users: [{ left: 1 }, { left: null }] })).toBe(false)
    for (const users of [[], [5], 5, null, {}, [[{ left: 1 }]]]) expect(said(pattern, { users })).toBe(true)
  })

  it('[D25] keys that every object seems to have are not there', () => {
    for (const key of ['toString', '__proto__', 'constructor']) {
      const leaf = `{"${key}":[{"exists":true}]}`
      expect(said(JSON.parse(leaf), {})).toBe(false)
      expect(said(JSON.parse(leaf), JSON.parse(`{"${key}":1}`))).toBe(true)
    }
  })
})
