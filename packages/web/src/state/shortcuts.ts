import type { RoomTextKey } from '../i18n/room-texts.ts'

export type ShortcutName =
  | 'mic'
  | 'camera'
  | 'hand'
  | 'chat'
  | 'people'
  | 'share'
  | 'view'
  | 'whoSpeaks'
  | 'help'
  | 'regions'
  | 'escape'

/** The part of a KeyboardEvent that decides. */
export type Press = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'> & {
  /** AltGr types letters on many keyboards and looks like Ctrl and Alt on some systems. */
  altGraph?: boolean
}

type Shortcut = {
  text: Exclude<Extract<RoomTextKey, `keys.${string}`>, 'keys.speaking'>
  /** As shown; `Mod` is ⌘ on a Mac and Ctrl elsewhere. */
  keys: readonly (readonly string[])[]
  matches: (press: Press) => boolean
  /** The letter alone, for those who switched that on. */
  single?: string
  /** Also while typing or in a dialog. */
  everywhere?: boolean
  /** Stays when shortcuts are switched off: what every page does. */
  always?: boolean
}

const mod = ({ ctrlKey, metaKey }: Press) => ctrlKey !== metaKey
const plainMod = (press: Press, code: string) =>
  mod(press) && !press.altKey && !press.shiftKey && press.code === code
const modAlt = (press: Press, code: string) =>
  mod(press) && press.altKey && !press.shiftKey && !press.altGraph && press.code === code

/** One catalogue for the handler, the help list and the tooltips. */
export const shortcuts: Record<ShortcutName, Shortcut> = {
  mic: {
    text: 'keys.mic',
    keys: [['Mod', 'D']],
    matches: (press) => plainMod(press, 'KeyD'),
    single: 'm',
    everywhere: true,
  },
  camera: {
    text: 'keys.camera',
    keys: [['Mod', 'E']],
    matches: (press) => plainMod(press, 'KeyE'),
    single: 'v',
    everywhere: true,
  },
  hand: {
    text: 'keys.hand',
    keys: [['Mod', 'Alt', 'H']],
    matches: (press) => modAlt(press, 'KeyH'),
    single: 'r',
  },
  chat: {
    text: 'keys.chat',
    keys: [['Mod', 'Alt', 'C']],
    matches: (press) => modAlt(press, 'KeyC'),
    single: 'c',
    everywhere: true,
  },
  people: {
    text: 'keys.people',
    keys: [['Mod', 'Alt', 'P']],
    matches: (press) => modAlt(press, 'KeyP'),
    single: 'p',
    everywhere: true,
  },
  share: {
    text: 'keys.share',
    keys: [['Alt', 'S']],
    matches: (press) =>
      press.altKey && !press.ctrlKey && !press.metaKey && !press.shiftKey && press.code === 'KeyS',
  },
  view: {
    text: 'keys.view',
    keys: [['Mod', 'Alt', 'L']],
    matches: (press) => modAlt(press, 'KeyL'),
  },
  whoSpeaks: {
    text: 'keys.whoSpeaks',
    keys: [['Mod', 'Alt', 'S']],
    matches: (press) => modAlt(press, 'KeyS'),
    everywhere: true,
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
    always: true,
  },
  escape: {
    text: 'keys.escape',
    keys: [['Esc']],
    matches: (press) => press.key === 'Escape',
    always: true,
  },
}

/** What the list of keys tells besides: keys that are no shortcuts of the catalogue's kind. */
export const otherKeys: readonly Pick<Shortcut, 'text' | 'keys'>[] = [
  { text: 'keys.pushToTalk', keys: [['Space']] },
  { text: 'keys.page', keys: [['←'], ['→']] },
  { text: 'keys.fullScreen', keys: [['F11']] },
]

export type KeyWishes = { shortcuts: boolean; singleKeys: boolean }
const usual: KeyWishes = { shortcuts: true, singleKeys: false }

/** Which shortcut a key press is, or null. `busy`: a field is being typed in or a dialog or menu is open. */
export function shortcutOf(press: Press, busy: boolean, wishes: KeyWishes = usual): ShortcutName | null {
  const bare = !press.ctrlKey && !press.metaKey && !press.altKey && !press.shiftKey
  for (const [name, shortcut] of Object.entries(shortcuts) as [ShortcutName, Shortcut][]) {
    if (!wishes.shortcuts && !shortcut.always) continue
    // A letter alone never works where letters are typed.
    if (wishes.singleKeys && !busy && bare && shortcut.single === press.key.toLowerCase()) return name
    if (shortcut.matches(press)) return busy && !shortcut.everywhere ? null : name
  }
  return null
}

/** `Mod` in the words of the machine. */
export const keyLabel = (key: string, mac: boolean): string =>
  key === 'Mod' ? (mac ? '⌘' : 'Ctrl') : key === 'Alt' && mac ? '⌥' : key
