import { type FormEvent, useId } from 'react'
import type { Room } from '../../state/room.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { useStore } from '../../ui/hooks.ts'
import { useRoomTexts } from '../room/use-room-texts.ts'

export function EndQuestion({ room }: { room: Room }) {
  const { t } = useRoomTexts()
  const close = () => room.panels.show(null)
  return (
    <Dialog
      question
      title={t('room.endTitle')}
      text={t('room.endText')}
      onClose={close}
      actions={
        <>
          <button type="button" className="button" onClick={close}>
            {t('app.cancel')}
          </button>
          <button
            type="button"
            className="button button-danger"
            data-testid="confirm-end"
            onClick={room.host.end}
          >
            {t('room.endForAll')}
          </button>
        </>
      }
    />
  )
}

export function HandOverQuestion({ room, id, name }: { room: Room; id: string; name: string }) {
  const { t } = useRoomTexts()
  const close = () => room.panels.show(null)
  return (
    <Dialog
      question
      title={t('handOver.title', { name })}
      text={t('handOver.text')}
      onClose={close}
      actions={
        <>
          <button type="button" className="button" onClick={close}>
            {t('app.cancel')}
          </button>
          <button
            type="button"
            className="button button-primary"
            data-testid="confirm-hand-over"
            onClick={() => room.host.chair.handOver(id)}
          >
            {t('handOver.go')}
          </button>
        </>
      }
    />
  )
}

/** Whether people may unmute themselves is a choice of its own; it begins as it stands. */
export function MuteAllQuestion({ room }: { room: Room }) {
  const { t } = useRoomTexts()
  const host = useStore(room.host.store)
  const form = useId()
  const close = () => room.panels.show(null)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    room.host.muteAll(new FormData(event.currentTarget).has('mayUnmute'))
  }
  return (
    <Dialog
      question
      title={t('muteAll.title')}
      text={t('muteAll.text')}
      onClose={close}
      actions={
        <>
          <button type="button" className="button" onClick={close}>
            {t('app.cancel')}
          </button>
          <button type="submit" form={form} className="button button-primary" data-testid="confirm-mute-all">
            {t('people.muteAll')}
          </button>
        </>
      }
    >
      <form id={form} onSubmit={submit}>
        <label className="check">
          <input type="checkbox" name="mayUnmute" defaultChecked={host?.rules?.allowUnmute ?? true} />
          <span>{t('muteAll.mayUnmute')}</span>
        </label>
      </form>
    </Dialog>
  )
}
