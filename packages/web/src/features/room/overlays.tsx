import type { Room } from '../../state/room.ts'
import { keyLabel, shortcuts } from '../../state/shortcuts.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useStore, useTexts } from '../../ui/hooks.ts'
import { RemoveQuestion } from '../people/remove-question.tsx'

/** What lies over the room, one at a time. */
export function Overlays({ room }: { room: Room }) {
  const { overlay } = useStore(room.store)
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
      return <Keys room={room} />
    default:
      return overlay satisfies never
  }
}

function EndQuestion({ room }: { room: Room }) {
  const { t } = useTexts()
  const close = () => room.show(null)
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
          <button type="button" className="button button-danger" data-testid="confirm-end" onClick={room.end}>
            {t('room.endForAll')}
          </button>
        </>
      }
    />
  )
}

function Invite({ room }: { room: Room }) {
  const { t } = useTexts()
  const { invitation } = useStore(room.store)
  return (
    <Dialog title={t('people.invite')} onClose={() => room.show(null)}>
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
          <button type="button" className="button" onClick={room.showInvitation}>
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

const isMac = () => /Mac|iPhone|iPad/u.test(navigator.userAgent)

function Keys({ room }: { room: Room }) {
  const { t } = useTexts()
  const mac = isMac()
  return (
    <Dialog title={t('keys.title')} onClose={() => room.show(null)}>
      <dl className="keys">
        {Object.entries(shortcuts).map(([name, shortcut]) => (
          <div key={name}>
            <dt>{t(shortcut.text)}</dt>
            <dd>
              {shortcut.keys.map((keys) => (
                <span key={keys.join()} className="keys-one">
                  {keys.map((key) => (
                    <kbd key={key}>{keyLabel(key, mac)}</kbd>
                  ))}
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
