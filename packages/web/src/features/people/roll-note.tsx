import type { Room } from '../../state/room.ts'
import type { RoomView } from '../../state/room-view.ts'
import { useRoomTexts } from '../room/use-room-texts.ts'

type Props = { room: Room; view: RoomView; called: string | null }

/** A roll call that another page began, or this one before a reload: its list is there, but any host may end it. */
export function RollNote({ room, view, called }: Props) {
  const { t } = useRoomTexts()
  const name = view.people.find(({ id }) => id === called)?.name
  if (name === undefined) return null
  return (
    <div className="chair-note" data-testid="roll-note">
      <div>
        <p className="chair-note-title">{t('roll.now')}</p>
        <p className="muted">{name}</p>
      </div>
      <button type="button" className="button" data-testid="roll-end" onClick={room.host.rollCall.end}>
        {t('roll.end')}
      </button>
    </div>
  )
}
