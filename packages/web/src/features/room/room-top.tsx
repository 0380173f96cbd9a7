import { Lock } from 'lucide-react'
import { clockText } from '../../state/duration.ts'
import type { RoomView } from '../../state/room-view.ts'
import { useSecond, useTexts } from '../../ui/hooks.ts'
import { smallIcon } from '../../ui/icon.ts'

export function RoomTop({ view }: { view: RoomView }) {
  const { t } = useTexts()
  return (
    <header className="room-top">
      {view.startedAt === null ? null : <Clock since={view.startedAt} />}
      <h1 className="room-title">{view.title}</h1>
      {view.locked ? (
        <span className="room-mark" data-testid="locked">
          <Lock {...smallIcon} />
          {t('room.locked')}
        </span>
      ) : null}
    </header>
  )
}

function Clock({ since }: { since: number }) {
  const { t } = useTexts()
  const time = clockText(useSecond() - since)
  return (
    <span className="room-clock figures" role="timer" aria-label={t('room.clock', { time })}>
      {time}
    </span>
  )
}
