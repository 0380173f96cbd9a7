import { type FormEvent, useId, useState } from 'react'
import type { Room } from '../../state/room.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { useRoomTexts } from '../room/use-room-texts.ts'

export function RenameDialog({ room, id, name }: { room: Room; id: string; name: string }) {
  const { t } = useRoomTexts()
  const form = useId()
  // The one thing remembered here: what is wrong with what stands in the field.
  const [problem, setProblem] = useState<'missing' | 'long' | null>(null)
  const close = () => room.panels.show(null)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const check = room.host.rename(id, String(new FormData(event.currentTarget).get('name')))
    setProblem(check.ok ? null : check.why)
  }
  return (
    <Dialog
      title={t('rename.title', { name })}
      onClose={close}
      actions={
        <>
          <button type="button" className="button" onClick={close}>
            {t('app.cancel')}
          </button>
          <button type="submit" form={form} className="button button-primary" data-testid="confirm-rename">
            {t('rename.go')}
          </button>
        </>
      }
    >
      <form id={form} onSubmit={submit} noValidate>
        <Field
          label={t('rename.name')}
          name="name"
          defaultValue={name}
          autoComplete="off"
          data-testid="rename-name"
          problem={problem === null ? null : problem === 'long' ? t('door.nameLong') : t('door.nameMissing')}
        />
      </form>
    </Dialog>
  )
}
