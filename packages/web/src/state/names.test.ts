import { expect, it } from 'vitest'
import { checkName } from './names.ts'

it('trims and joins spaces', () => {
  expect(checkName('  Li   Wei ')).toEqual({ ok: true, name: 'Li Wei' })
})
it('drops signs that turn the line around or break it', () => {
  expect(checkName('Ann\u202egnp.exe\n')).toEqual({ ok: true, name: 'Ann gnp.exe' })
})
it('needs something to read', () => {
  expect(checkName(' \t')).toEqual({ ok: false, why: 'missing' })
  for (const unseen of ['\u200b', '\u2060\u00ad', '\u061c', '\u0301'])
    expect(checkName(unseen), JSON.stringify(unseen)).toEqual({ ok: false, why: 'missing' })
})
it('counts characters as a reader does', () => {
  expect(checkName('👍'.repeat(40)).ok).toBe(true)
  expect(checkName('王'.repeat(41))).toEqual({ ok: false, why: 'long' })
})
it('says too long what the server would refuse, though few characters are seen', () => {
  expect(checkName('👩‍👩‍👧'.repeat(12)).ok).toBe(true)
  expect(checkName('👩‍👩‍👧'.repeat(13))).toEqual({ ok: false, why: 'long' })
})
