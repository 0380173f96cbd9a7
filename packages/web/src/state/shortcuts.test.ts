import { describe, expect, it } from 'vitest'
import { keyLabel, type Press, shortcutOf, shortcuts } from './shortcuts.ts'

const press = (key: string, changes: Partial<Press> = {}): Press => ({
  key,
  code: `Key${key.toUpperCase()}`,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...changes,
})

describe('shortcuts', () => {
  it.each([
    ['mic', press('d', { ctrlKey: true })],
    ['mic', press('d', { metaKey: true })],
    ['camera', press('e', { ctrlKey: true })],
    ['people', press('p', { ctrlKey: true, altKey: true })],
    ['hand', press('h', { ctrlKey: true, altKey: true })],
    ['chat', press('c', { metaKey: true, altKey: true })],
    ['share', press('s', { altKey: true })],
    ['view', press('l', { ctrlKey: true, altKey: true })],
    ['whoSpeaks', press('s', { ctrlKey: true, altKey: true })],
    ['help', press('?', { shiftKey: true })],
    ['help', press('/', { ctrlKey: true })],
    ['regions', press('F6')],
    ['escape', press('Escape')],
  ])('%s', (name, one) => expect(shortcutOf(one, false)).toBe(name))

  it.each([press('d'), press('e'), press('m'), press(' '), press('d', { ctrlKey: true, shiftKey: true })])(
    'nothing for a letter alone or a browser shortcut (%#)',
    (one) => expect(shortcutOf(one, false)).toBeNull(),
  )

  it('single letters work for who switched them on, and never where letters are typed', () => {
    const wishes = { shortcuts: true, singleKeys: true }
    expect(shortcutOf(press('m'), false, wishes)).toBe('mic')
    expect(shortcutOf(press('R', { code: 'KeyR' }), false, wishes)).toBe('hand')
    expect(shortcutOf(press('m'), true, wishes)).toBeNull()
    expect(shortcutOf(press('m', { shiftKey: true }), false, wishes)).toBeNull()
  })

  it('can be switched off, but for what every page does', () => {
    const wishes = { shortcuts: false, singleKeys: true }
    for (const one of [press('d', { ctrlKey: true }), press('m'), press('?', { shiftKey: true })])
      expect(shortcutOf(one, false, wishes)).toBeNull()
    expect(shortcutOf(press('F6'), false, wishes)).toBe('regions')
    expect(shortcutOf(press('Escape'), false, wishes)).toBe('escape')
  })

  it('AltGr types letters and is not taken for Ctrl and Alt', () => {
    expect(
      shortcutOf(press('ł', { code: 'KeyL', ctrlKey: true, altKey: true, altGraph: true }), false),
    ).toBeNull()
  })

  it('are all different', () => {
    const keys = Object.values(shortcuts).flatMap((one) =>
      one.keys.map((combination) => combination.join('+')),
    )
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('while typing only microphone and camera work', () => {
    expect(shortcutOf(press('?'), true)).toBeNull()
    expect(shortcutOf(press('F6'), true)).toBeNull()
    expect(shortcutOf(press('d', { ctrlKey: true }), true)).toBe('mic')
  })

  it('are shown in the words of the machine', () => {
    expect(keyLabel('Mod', true)).toBe('⌘')
    expect(keyLabel('Mod', false)).toBe('Ctrl')
    expect(keyLabel('D', true)).toBe('D')
  })
})
