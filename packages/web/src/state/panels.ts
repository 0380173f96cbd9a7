import type { NameProblem } from './names.ts'
import { createStore, type Store } from './store.ts'

type Named = { id: string; name: string }
export type HostOverlay =
  | ({ is: 'remove' } & Named)
  | ({ is: 'handOver' } & Named)
  /** `problem`: what is wrong with the new name that was given. */
  | ({ is: 'rename'; problem?: NameProblem } & Named)
  | { is: 'end' | 'invite' | 'muteAll' | 'claim' | 'extend' | 'meetingSettings' }

/** What stands beside the pictures; one at a time, so that they keep their space. */
export type Panel = 'people' | 'chat'

/** What lies over the room; one thing at a time. */
export type Overlay = HostOverlay | { is: 'keys' } | { is: 'settings' } | null

export type PanelsState = { open: Panel | null; overlay: Overlay }

export type Panels = {
  store: Store<PanelsState>
  open: (panel: Panel | null) => void
  toggle: (panel: Panel) => void
  show: (overlay: Overlay) => void
}

export function createPanels(): Panels {
  const store = createStore<PanelsState>({ open: null, overlay: null })
  const open = (panel: Panel | null) => store.update((state) => ({ ...state, open: panel }))
  return {
    store,
    open,
    toggle: (panel) => open(store.get().open === panel ? null : panel),
    show: (overlay) => store.update((state) => ({ ...state, overlay })),
  }
}
