import type { HostView } from '../../state/host-view.ts'
import type { Room } from '../../state/room.ts'
import { useRoomTexts } from '../room/use-room-texts.ts'

/** While nobody is host, whoever has the right may take the place; who booked the meeting, at any time. */
export function ChairNote({ room, host }: { room: Room; host: HostView }) {
  const { t } = useRoomTexts()
  if (!host.mayClaim) return null
  return (
    <div className="chair-note" data-testid="chair-note">
      <div>
        {host.vacant ? <p className="chair-note-title">{t('chair.vacant')}</p> : null}
        <p className="muted">{host.vacant ? t('chair.vacantText') : t('chair.ownerText')}</p>
      </div>
      <button type="button" className="button" data-testid="claim-chair" onClick={room.host.chair.claim}>
        {host.vacant ? t('chair.claim') : t('chair.takeBack')}
      </button>
    </div>
  )
}
