import { X } from 'lucide-react'
import type { Room } from '../../state/room.ts'
import { useStore } from '../../ui/hooks.ts'
import { smallIcon } from '../../ui/icon.ts'
import { useRoomTexts } from './use-room-texts.ts'

/** Seen here, spoken by the live regions. They stay while pointer or focus rests on them. */
export function Toasts({ room }: { room: Room }) {
  const { t, say } = useRoomTexts()
  const toasts = useStore(room.toasts.store)
  const { hold, dismiss } = room.toasts
  return (
    <ul
      className="toasts"
      onPointerEnter={() => hold(true)}
      onPointerLeave={() => hold(false)}
      onFocus={() => hold(true)}
      onBlur={() => hold(false)}
    >
      {toasts.map((toast) => (
        <li key={toast.id} className={`toast toast-${toast.tone}`} data-testid="toast">
          <span className="toast-text">{say(toast.message)}</span>
          {toast.action ? (
            <button
              type="button"
              className="button toast-action"
              data-testid="toast-action"
              onClick={() => {
                toast.action?.run()
                dismiss(toast.id)
                hold(false)
              }}
            >
              {say(toast.action.label)}
            </button>
          ) : null}
          <button
            type="button"
            className="toast-close"
            aria-label={t('news.close')}
            onClick={() => {
              dismiss(toast.id)
              hold(false)
            }}
          >
            <X {...smallIcon} />
          </button>
        </li>
      ))}
    </ul>
  )
}
