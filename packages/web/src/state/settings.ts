import { createStore, type Store } from './store.ts'
import type { Box } from './tab.ts'

const sizes = ['small', 'medium', 'large'] as const
const themes = ['system', 'light', 'dark'] as const
export type CaptionSize = (typeof sizes)[number]
export type Theme = (typeof themes)[number]

/** What somebody wants of these pages on this device. */
export type SettingsState = {
  /** All but the keys every page has. */
  shortcuts: boolean
  /** Letters alone: off unless wished, because speech input types letters. */
  singleKeys: boolean
  pushToTalk: boolean
  /** For hosts: a raised hand, somebody waiting, chat. */
  sounds: boolean
  captionSize: CaptionSize
  theme: Theme
  /** For this visit only: no pictures, neither shown nor sent. */
  audioOnly: boolean
}

export type Settings = { store: Store<SettingsState>; change: (change: Partial<SettingsState>) => void }

const key = 'parley.settings'
const first: SettingsState = {
  shortcuts: true,
  singleKeys: false,
  pushToTalk: true,
  sounds: true,
  captionSize: 'medium',
  theme: 'system',
  audioOnly: false,
}

export function createSettings(box: Box): Settings {
  const store = createStore<SettingsState>({ ...first, ...readSettings(box) })
  return {
    store,
    change: (change) => {
      store.update((state) => ({ ...state, ...change }))
      const { audioOnly, ...kept } = store.get()
      try {
        box.setItem(key, JSON.stringify(kept))
      } catch {
        // Full or forbidden: the settings last as long as the page.
      }
    },
  }
}

/** Whatever stands there: only what is one of ours counts. */
function readSettings(box: Box): Partial<SettingsState> {
  let value: unknown
  try {
    value = JSON.parse(box.getItem(key) ?? 'null')
  } catch {
    return {}
  }
  if (typeof value !== 'object' || value === null) return {}
  const it = value as Record<string, unknown>
  const settings: Partial<SettingsState> = {}
  for (const name of ['shortcuts', 'singleKeys', 'pushToTalk', 'sounds'] as const)
    if (typeof it[name] === 'boolean') settings[name] = it[name]
  const size = sizes.find((one) => one === it.captionSize)
  if (size) settings.captionSize = size
  const theme = themes.find((one) => one === it.theme)
  if (theme) settings.theme = theme
  return settings
}

/** Nothing is kept: for tests and where there is no storage. */
export const noBox: Box = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined }
