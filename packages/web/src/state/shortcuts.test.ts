import { describe, expect, it } from 'vitest'
import { keyLabel, type Press, shortcutOf } from './shortcuts.ts'

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
    ['help', press('?', { shiftKey: true })],
    ['help', press('/', { ctrlKey: true })],
    ['regions', press('F6')],
    ['escape', press('Escape')],
  ])('%s', (name, one) => expect(shortcutOf(one, false)).toBe(name))

  it.each([press('d'), press('e'), press('m'), press(' '), press('d', { ctrlKey: true, shiftKey: true })])(
    'nothing for a letter alone or a browser shortcut (%#)',
    (one) => expect(shortcutOf(one, false)).toBeNull(),
  )

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
