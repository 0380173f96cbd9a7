import { BellRing } from 'lucide-react'
import { type FormEvent, useId } from 'react'
import type { Room } from '../../state/room.ts'
import { useStore } from '../../ui/hooks.ts'
import { icon } from '../../ui/icon.ts'
import { useRoomTexts } from '../room/use-room-texts.ts'

/** Rings at somebody's pages; what became of it is said below the field. */
export function CallForm({ room }: { room: Room }) {
  const { t, say } = useRoomTexts()
  const { busy, told } = useStore(room.host.invitations.ring)
  const id = useId()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    void room.host.invitations.call(String(new FormData(form).get('whom'))).then((rings) => {
      if (rings) form.reset()
    })
  }
  const bad = told !== null && !told.good
  return (
    <form className="call-form" onSubmit={submit} noValidate>
      <h3>{t('invitation.call')}</h3>
      <div className="field">
        <label className="field-label" htmlFor={id}>
          {t('invitation.whom')}
        </label>
        <div className="call-form-line">
          <input
            id={id}
            className="input"
            name="whom"
            maxLength={64}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            data-testid="call-whom"
            aria-invalid={bad || undefined}
            aria-describedby={`${id}-told ${id}-hint`}
          />
          <button type="submit" className="button" data-testid="call" aria-disabled={busy}>
            <BellRing {...icon} />
            {t('invitation.callGo')}
          </button>
        </div>
        <p
          id={`${id}-told`}
          role="status"
          className={bad ? 'field-problem' : 'call-told'}
          data-testid="call-told"
        >
          {told ? say(told.message) : ''}
        </p>
        <p id={`${id}-hint`} className="field-hint">
          {t('invitation.callHint')}
        </p>
      </div>
    </form>
  )
}
