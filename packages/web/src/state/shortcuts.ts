import type { TextKey } from '../i18n/texts.ts'

export type ShortcutName = 'mic' | 'camera' | 'people' | 'help' | 'regions' | 'escape'

/** The part of a KeyboardEvent that decides. */
export type Press = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

type Shortcut = {
  text: Extract<TextKey, `keys.${string}`>
  /** As shown; `Mod` is ⌘ on a Mac and Ctrl elsewhere. */
  keys: readonly (readonly string[])[]
  matches: (press: Press) => boolean
  /** Also while typing or in a dialog. */
  everywhere?: boolean
}

const mod = ({ ctrlKey, metaKey }: Press) => ctrlKey !== metaKey
const plainMod = (press: Press, code: string) =>
  mod(press) && !press.altKey && !press.shiftKey && press.code === code

/** One catalogue for the handler, the help list and the tooltips. No single letters: they collide with speech input. */
export const shortcuts: Record<ShortcutName, Shortcut> = {
  mic: {
    text: 'keys.mic',
    keys: [['Mod', 'D']],
    matches: (press) => plainMod(press, 'KeyD'),
    everywhere: true,
  },
  camera: {
    text: 'keys.camera',
    keys: [['Mod', 'E']],
    matches: (press) => plainMod(press, 'KeyE'),
    everywhere: true,
  },
  people: {
    text: 'keys.people',
    keys: [['Mod', 'Alt', 'P']],
    matches: (press) => mod(press) && press.altKey && !press.shiftKey && press.code === 'KeyP',
  },
  help: {
    text: 'keys.help',
    keys: [['Mod', '/'], ['?']],
    matches: (press) =>
      (mod(press) && !press.altKey && press.key === '/') ||
      (press.key === '?' && !mod(press) && !press.altKey),
  },
  regions: {
    text: 'keys.regions',
    keys: [['F6']],
    matches: (press) => press.key === 'F6' && !press.ctrlKey && !press.altKey && !press.metaKey,
  },
  escape: { text: 'keys.escape', keys: [['Esc']], matches: (press) => press.key === 'Escape' },
}

/** Which shortcut a key press is, or null. `busy`: a field is being typed in or a dialog or menu is open. */
export function shortcutOf(press: Press, busy: boolean): ShortcutName | null {
  for (const [name, shortcut] of Object.entries(shortcuts) as [ShortcutName, Shortcut][])
    if (shortcut.matches(press)) return busy && !shortcut.everywhere ? null : name
  return null
}

/** `Mod` in the words of the machine. */
export const keyLabel = (key: string, mac: boolean): string =>
  key === 'Mod' ? (mac ? '⌘' : 'Ctrl') : key === 'Alt' && mac ? '⌥' : key
