import { type FormEvent, useId } from 'react'
import type { Room } from '../../state/room.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { useTexts } from '../../ui/hooks.ts'

export function RemoveQuestion({ room, id, name }: { room: Room; id: string; name: string }) {
  const { t } = useTexts()
  const form = useId()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    room.host.remove(id, new FormData(event.currentTarget).has('ban'))
  }
  return (
    <Dialog
      question
      title={t('people.removeTitle', { name })}
      text={t('people.removeText', { name })}
      onClose={() => room.panels.show(null)}
      actions={
        <>
          <button type="button" className="button" onClick={() => room.panels.show(null)}>
            {t('app.cancel')}
          </button>
          <button type="submit" form={form} className="button button-danger" data-testid="confirm-remove">
            {t('people.remove')}
          </button>
        </>
      }
    >
      <form id={form} onSubmit={submit}>
        <label className="check">
          <input type="checkbox" name="ban" />
          <span>{t('people.ban')}</span>
        </label>
      </form>
    </Dialog>
  )
}
