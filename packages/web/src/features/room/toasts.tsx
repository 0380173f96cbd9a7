import { X } from 'lucide-react'
import type { Room } from '../../state/room.ts'
import { useStore, useTexts } from '../../ui/hooks.ts'
import { smallIcon } from '../../ui/icon.ts'

/** Seen here, spoken by the live regions. They stay while pointer or focus rests on them. */
export function Toasts({ room }: { room: Room }) {
  const { t, say } = useTexts()
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
          <span>{say(toast.message)}</span>
          <button
            type="button"
            className="toast-close"
            aria-label={t('news.close')}
            onClick={() => dismiss(toast.id)}
          >
            <X {...smallIcon} />
          </button>
        </li>
      ))}
    </ul>
  )
}
