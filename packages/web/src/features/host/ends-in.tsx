import { Timer } from 'lucide-react'
import { clockText } from '../../state/duration.ts'
import { endsSoon } from '../../state/extend.ts'
import type { Room } from '../../state/room.ts'
import { useSecond, useStore } from '../../ui/hooks.ts'
import { smallIcon } from '../../ui/icon.ts'
import { useRoomTexts } from '../room/use-room-texts.ts'

/** The last minutes before the planned end; who may extend it presses here. */
export function EndsIn({ room }: { room: Room }) {
  const endsAt = useStore(room.host.extend.endsAt)
  return endsAt === null ? null : <Countdown room={room} endsAt={endsAt} />
}

function Countdown({ room, endsAt }: { room: Room; endsAt: number }) {
  const { t } = useRoomTexts()
  const now = useSecond()
  const host = useStore(room.host.store)
  if (!endsSoon(endsAt, now)) return null
  const time = clockText(endsAt - now)
  const words = (
    <>
      <Timer {...smallIcon} />
      <span className="figures">{t('extend.left', { time })}</span>
    </>
  )
  return host?.chair ? (
    <button
      type="button"
      className="button ends-in"
      data-testid="ends-in"
      onClick={() => room.panels.show({ is: 'extend' })}
    >
      {words}
      <span className="ends-in-action">{t('extend.open')}</span>
    </button>
  ) : (
    <span className="room-mark" data-testid="ends-in">
      {words}
    </span>
  )
}
