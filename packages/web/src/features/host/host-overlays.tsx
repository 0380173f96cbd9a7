import type { HostOverlay } from '../../state/panels.ts'
import type { Room } from '../../state/room.ts'
import { ClaimDialog } from './claim-dialog.tsx'
import { ExtendDialog } from './extend-dialog.tsx'
import './host.css'
import { InvitationDialog } from './invitation-dialog.tsx'
import { MeetingSettingsDialog } from './meeting-settings-dialog.tsx'
import { EndQuestion, HandOverQuestion, MuteAllQuestion, RemoveQuestion } from './questions.tsx'
import { RenameDialog } from './rename-dialog.tsx'

/** What a host is asked or shown over the room, one at a time. */
export function HostOverlays({ room, overlay }: { room: Room; overlay: HostOverlay }) {
  switch (overlay.is) {
    case 'remove':
      return <RemoveQuestion room={room} id={overlay.id} name={overlay.name} />
    case 'handOver':
      return <HandOverQuestion room={room} id={overlay.id} name={overlay.name} />
    case 'rename':
      return <RenameDialog room={room} overlay={overlay} />
    case 'muteAll':
      return <MuteAllQuestion room={room} />
    case 'end':
      return <EndQuestion room={room} />
    case 'invite':
      return <InvitationDialog room={room} />
    case 'claim':
      return <ClaimDialog room={room} />
    case 'extend':
      return <ExtendDialog room={room} />
    case 'meetingSettings':
      return <MeetingSettingsDialog room={room} />
    default:
      return overlay satisfies never
  }
}
