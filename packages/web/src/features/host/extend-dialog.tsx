import { timeText } from '../../state/duration.ts'
import { extensions } from '../../state/extend.ts'
import type { Room } from '../../state/room.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { useStore } from '../../ui/hooks.ts'
import { useRoomTexts } from '../room/use-room-texts.ts'

export function ExtendDialog({ room }: { room: Room }) {
  const { t, locale } = useRoomTexts()
  const endsAt = useStore(room.host.extend.endsAt)
  return (
    <Dialog
      title={t('extend.title')}
      text={
        endsAt === null ? t('extend.none') : t('extend.text', { time: timeText(endsAt, Date.now(), locale) })
      }
      onClose={() => room.panels.show(null)}
    >
      {endsAt === null ? null : (
        <div className="extend-choices">
          {extensions.map((minutes) => (
            <button
              key={minutes}
              type="button"
              className="button"
              data-testid={`extend-${minutes}`}
              onClick={() => {
                room.panels.show(null)
                room.host.extend.by(minutes)
              }}
            >
              {t('extend.by', { count: minutes })}
            </button>
          ))}
        </div>
      )}
    </Dialog>
  )
}
