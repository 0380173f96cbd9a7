import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJsonPath, readPath } from './json-path.ts'

describe('a definite path', () => {
  const rows: [string, (string | number)[] | null][] = [
    ['$', []],
    ['$.data.meetingName', ['data', 'meetingName']],
    ["$.a.b[0]['c d']", ['a', 'b', 0, 'c d']],
    ['$["a"][ 12 ]', ['a', 12]],
    [String.raw`$['it\'s']["\"x\""]`, ["it's", '"x"']],
    ["$['']", ['']],
    ["$['a.b']['$']", ['a.b', '$']],
    ['$.会议.a-b._c.$d.@type.0', ['会议', 'a-b', '_c', '$d', '@type', '0']],
    ['', null],
    ['data.x', null],
    ['$.', null],
    ['$..x', null],
    ['$.*', null],
    ['$[*]', null],
    ['$[0,1]', null],
    ['$[0:2]', null],
    ['$[-1]', null],
    ['$[01]', null],
    ["$['a','b']", null],
    ['$[?(@.x)]', null],
    ['$.a.length()', null],
    ['$.a b', null],
    ['$.a ', null],
    ['$a', null],
    ["$['a]", null],
    ['$[9999999999]', null],
  ]
  it.each(rows)('[D33] %s', (text, path) => {
    expect(parseJsonPath(text)).toEqual(path)
  })

  it('[D33] leads to the value it names, whatever the names', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.nat(3)), { maxLength: 5 }), fc.json(), (steps, leaf) => {
        const value = JSON.parse(leaf) as unknown
        const root = steps.reduceRight<unknown>(
          (inner, step) =>
            typeof step === 'number' ? [...Array(step).fill(null), inner] : { other: 1, [step]: inner },
          value,
        )
        // A name that JavaScript treats apart in literals cannot be built this way.
        fc.pre(!steps.includes('__proto__'))
        const text = `$${steps
          .map((step) =>
            typeof step === 'number' ? `[${step}]` : `['${step.replace(/[\\']/g, (one) => `\\${one}`)}']`,
          )
          .join('')}`
        const path = parseJsonPath(text)
        expect(path).toEqual(steps)
        expect(readPath(path ?? [], root)).toEqual(value)
      }),
    )
  })

  it('finds nothing that JSON does not hold', () => {
    for (const text of [
      '$.constructor',
      '$.a.__proto__',
      '$.b.length',
      '$.b[2]',
      '$.c.length',
      '$.c[0]',
      "$.b['0']",
    ])
      expect(readPath(parseJsonPath(text) ?? [], { a: {}, b: [1, 2], c: 'text' }), text).toBeUndefined()
  })
})
