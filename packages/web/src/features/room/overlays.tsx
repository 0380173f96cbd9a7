import type { App } from '../../state/app.ts'
import type { Room } from '../../state/room.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useStore, useTexts } from '../../ui/hooks.ts'
import { RemoveQuestion } from '../people/remove-question.tsx'
import { KeysDialog } from './keys-dialog.tsx'
import { SettingsDialog } from './settings-dialog.tsx'

/** What lies over the room, one at a time. */
export function Overlays({ app, room }: { app: App; room: Room }) {
  const { overlay } = useStore(room.panels.store)
  switch (overlay?.is) {
    case undefined:
      return null
    case 'remove':
      return <RemoveQuestion room={room} id={overlay.id} name={overlay.name} />
    case 'end':
      return <EndQuestion room={room} />
    case 'invite':
      return <Invite room={room} />
    case 'keys':
      return <KeysDialog room={room} />
    case 'settings':
      return <SettingsDialog app={app} room={room} />
    default:
      return overlay satisfies never
  }
}

function EndQuestion({ room }: { room: Room }) {
  const { t } = useTexts()
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

function Invite({ room }: { room: Room }) {
  const { t } = useTexts()
  const invitation = useStore(room.host.invitation)
  return (
    <Dialog title={t('people.invite')} onClose={() => room.panels.show(null)}>
      {invitation.is === 'there' ? (
        <div className="invitation">
          <p className="field-label">{t('invite.link')}</p>
          <p className="fact-long" data-testid="guest-link">
            {invitation.link}
          </p>
          <CopyButton primary text={invitation.link} label={t('invite.copyLink')} />
        </div>
      ) : invitation.is === 'failed' ? (
        <div className="invitation" role="alert">
          <p>{t('room.actionFailed')}</p>
          <button type="button" className="button" onClick={room.host.showInvitation}>
            {t('app.retry')}
          </button>
        </div>
      ) : (
        <p className="muted" role="status">
          {t('app.loading')}
        </p>
      )}
    </Dialog>
  )
}
