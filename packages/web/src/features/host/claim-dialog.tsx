import { type FormEvent, useId } from 'react'
import type { Room } from '../../state/room.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { useStore } from '../../ui/hooks.ts'
import { useRoomTexts } from '../room/use-room-texts.ts'

/** For who came in without a proof: the host password, or the host link. */
export function ClaimDialog({ room }: { room: Room }) {
  const { t, say } = useRoomTexts()
  const { busy, problem } = useStore(room.host.chair.claiming)
  const form = useId()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    void room.host.chair.claimWith(String(new FormData(event.currentTarget).get('proof')))
  }
  const close = () => room.panels.show(null)
  return (
    <Dialog
      title={t('chair.claim')}
      text={t('chair.claimText')}
      onClose={close}
      actions={
        <>
          <button type="button" className="button" onClick={close}>
            {t('app.cancel')}
          </button>
          <button
            type="submit"
            form={form}
            className="button button-primary"
            data-testid="confirm-claim"
            aria-disabled={busy}
          >
            {t('chair.claim')}
          </button>
        </>
      }
    >
      <form id={form} onSubmit={submit} noValidate>
        <Field
          label={t('chair.proof')}
          name="proof"
          type="password"
          autoComplete="off"
          data-testid="claim-proof"
          problem={problem ? say(problem) : null}
        />
      </form>
    </Dialog>
  )
}
