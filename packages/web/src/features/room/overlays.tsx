import type { App } from '../../state/app.ts'
import type { Room } from '../../state/room.ts'
import { useStore } from '../../ui/hooks.ts'
import { HostOverlays } from '../host/host-overlays.tsx'
import { KeysDialog } from './keys-dialog.tsx'
import { SettingsDialog } from './settings-dialog.tsx'

/** What lies over the room, one at a time. */
export function Overlays({ app, room }: { app: App; room: Room }) {
  const { overlay } = useStore(room.panels.store)
  if (overlay === null) return null
  if (overlay.is === 'keys') return <KeysDialog room={room} />
  if (overlay.is === 'settings') return <SettingsDialog app={app} room={room} />
  return <HostOverlays room={room} overlay={overlay} />
}
