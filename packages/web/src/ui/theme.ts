import type { SettingsState } from '../state/settings.ts'
import type { Store } from '../state/store.ts'

/** Puts the wished theme on the page's root, where the style sheet reads it. */
export function followTheme(settings: Store<SettingsState>, root: HTMLElement): () => void {
  const apply = () => {
    const { theme } = settings.get()
    if (theme === 'system') delete root.dataset.theme
    else root.dataset.theme = theme
  }
  apply()
  return settings.subscribe(apply)
}
