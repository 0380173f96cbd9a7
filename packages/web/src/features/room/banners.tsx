import { Headphones, MonitorUp, Volume2, VolumeX, WifiOff } from 'lucide-react'
import type { App } from '../../state/app.ts'
import { recovery } from '../../state/recovery.ts'
import type { Room } from '../../state/room.ts'
import type { RoomView } from '../../state/room-view.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { useSecond, useStore } from '../../ui/hooks.ts'
import { icon } from '../../ui/icon.ts'
import { useRoomTexts } from './use-room-texts.ts'

type Props = { app: App; room: Room; view: RoomView }

/** What stays until it is over: no connection, no sound, the own screen. Spoken by the live regions, so these are silent. */
export function Banners({ app, room, view }: Props) {
  const { t } = useRoomTexts()
  const { connection } = useStore(room.store)
  const { soundBlocked, watchOnlyOf, unserved } = useStore(room.media.store)
  const { is } = useStore(room.share.store)
  const { audioOnly } = useStore(room.settings.store)
  return (
    <>
      {connection.is === 'reconnecting' ? (
        <Reconnecting app={app} room={room} connection={connection} />
      ) : null}
      {is === 'on' ? (
        <div className="banner" data-testid="sharing">
          <MonitorUp {...icon} />
          <span>{t('share.mine')}</span>
          <button type="button" className="button button-danger" onClick={room.share.stop}>
            {t('share.stop')}
          </button>
        </div>
      ) : null}
      {soundBlocked ? (
        <button type="button" className="banner banner-button" data-testid="hear" onClick={room.media.hear}>
          <Volume2 {...icon} />
          <span>{t('room.tapToHear')}</span>
        </button>
      ) : null}
      {view.loudspeaker ? null : (
        <div className="banner banner-warning">
          <VolumeX {...icon} />
          <span>{t('room.deafNow')}</span>
          <button type="button" className="button" onClick={() => room.setLoudspeaker(true)}>
            {t('room.hearAgain')}
          </button>
        </div>
      )}
      {audioOnly ? (
        <div className="banner" data-testid="audio-only">
          <Headphones {...icon} />
          <span>{t('room.audioOnlyNow')}</span>
          <button type="button" className="button" onClick={() => room.settings.change({ audioOnly: false })}>
            {t('room.picturesBack')}
          </button>
        </div>
      ) : null}
      {unserved ? (
        <p className="banner">{t('room.noPicture')}</p>
      ) : watchOnlyOf === null ? null : (
        <p className="banner">{t('room.watchOnly', { max: String(watchOnlyOf) })}</p>
      )}
    </>
  )
}

type Lost = { app: App; room: Room; connection: Parameters<typeof recovery>[0] }

function Reconnecting({ app, room, connection }: Lost) {
  const { t } = useRoomTexts()
  const { stage, tryInSeconds } = recovery(connection, useSecond())
  const known = useStore(room.host.invitations.store)
  // A host's own invitation says more than the link one came by oneself.
  const link = known.is === 'there' ? known.link : app.link()
  return (
    <div className="banner banner-warning banner-tall" data-testid="reconnecting">
      <WifiOff {...icon} />
      <div>
        <p>{stage === 'short' ? t('room.reconnecting') : t('room.reconnectingLong')}</p>
        {stage === 'help' ? <p className="muted">{t('room.stillNothing')}</p> : null}
        {stage !== 'short' && tryInSeconds !== null ? (
          <p className="muted figures">{t('room.tryIn', { seconds: String(tryInSeconds) })}</p>
        ) : null}
      </div>
      {stage === 'short' ? null : (
        <button type="button" className="button" onClick={room.tryNow}>
          {t('room.tryNow')}
        </button>
      )}
      {stage === 'help' ? (
        <>
          <button type="button" className="button" onClick={() => room.settings.change({ audioOnly: true })}>
            {t('room.audioOnly')}
          </button>
          {link === null ? null : <CopyButton text={link} label={t('invite.copyLink')} />}
        </>
      ) : null}
    </div>
  )
}
