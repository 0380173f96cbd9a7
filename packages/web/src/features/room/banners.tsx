import { Volume2, WifiOff } from 'lucide-react'
import type { Room } from '../../state/room.ts'
import { useSecond, useStore, useTexts } from '../../ui/hooks.ts'
import { icon } from '../../ui/icon.ts'

/** What stays until it is over: no connection, no sound. Spoken by the live regions, so these are silent. */
export function Banners({ room }: { room: Room }) {
  const { t } = useTexts()
  const { connection, soundBlocked, watchOnlyOf } = useStore(room.store)
  return (
    <>
      {connection.is === 'reconnecting' ? <Reconnecting room={room} since={connection.since} /> : null}
      {soundBlocked ? (
        <button type="button" className="banner banner-button" data-testid="hear" onClick={room.hear}>
          <Volume2 {...icon} />
          <span>{t('room.tapToHear')}</span>
        </button>
      ) : null}
      {watchOnlyOf === null ? null : (
        <p className="banner">{t('room.watchOnly', { max: String(watchOnlyOf) })}</p>
      )}
    </>
  )
}

/** Short losses mend themselves; the button appears when it takes longer. */
const patienceMs = 5_000

function Reconnecting({ room, since }: { room: Room; since: number }) {
  const { t } = useTexts()
  const long = useSecond() - since >= patienceMs
  return (
    <div className="banner banner-warning" data-testid="reconnecting">
      <WifiOff {...icon} />
      <span>{long ? t('room.reconnectingLong') : t('room.reconnecting')}</span>
      {long ? (
        <button type="button" className="button" onClick={room.tryNow}>
          {t('room.tryNow')}
        </button>
      ) : null}
    </div>
  )
}
