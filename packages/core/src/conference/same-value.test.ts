import { expect, it } from 'vitest'
import { sameValue } from './same-value.ts'

it('says whether plain data are the same, whatever the order of their keys', () => {
  const deep = { on: 'layout', pictures: [{ index: 1, ids: ['a', 'b'] }], by: null }
  expect(sameValue(deep, { by: null, pictures: [{ ids: ['a', 'b'], index: 1 }], on: 'layout' })).toBe(true)
  for (const [a, b] of [
    [['a'], ['a', 'b']],
    [
      ['a', 'b'],
      ['b', 'a'],
    ],
    [{ a: 1 }, { a: 1, b: undefined }],
    [{ a: 1 }, { b: 1 }],
    [[], {}],
    [null, {}],
    ['1', 1],
    [deep, { ...deep, pictures: [] }],
  ]) {
    expect(sameValue(a, b)).toBe(false)
    expect(sameValue(b, a)).toBe(false)
  }
})
