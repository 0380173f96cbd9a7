import { MicOff } from 'lucide-react'
import type { App } from '../../state/app.ts'
import type { Person } from '../../state/room-view.ts'
import { useStore, useTexts } from '../../ui/hooks.ts'
import { smallIcon } from '../../ui/icon.ts'
import { LevelMark } from '../../ui/level-mark.tsx'
import { Picture } from '../../ui/picture.tsx'

type Props = { app: App; person: Person; stream: MediaStream | null; main?: boolean }

const hasPicture = (stream: MediaStream | null): stream is MediaStream =>
  stream?.getVideoTracks().some((track) => track.readyState === 'live') ?? false

/** One person's picture, or the initials; name and state on a scrim. */
export function Tile({ app, person, stream, main = false }: Props) {
  const { t } = useTexts()
  const { video } = useStore(app.devices.store)
  const own = person.you && video.on ? video.track : null
  const name = person.you ? t('room.you', { name: person.name }) : person.name

  return (
    <figure
      className={main ? 'tile tile-main' : 'tile'}
      data-testid={main ? 'main-video' : 'tile'}
      data-member-id={person.id}
      data-speaking={person.speaking}
      data-reconnecting={person.reconnecting}
    >
      {own ? (
        <Picture track={own} mirrored />
      ) : !person.you && person.cameraOpen && hasPicture(stream) ? (
        <Picture stream={stream} />
      ) : (
        <span className="initials" aria-hidden="true">
          {person.initials}
        </span>
      )}
      {person.reconnecting ? <span className="tile-away">{t('room.reconnectingShort')}</span> : null}
      <figcaption className="tile-name">
        {person.muted || person.watcher ? (
          <>
            <MicOff {...smallIcon} />
            <span className="unseen">{t('mic.muted')}</span>
          </>
        ) : person.speaking ? (
          <LevelMark level={person.level} label={t('room.speaking')} />
        ) : null}
        <span className="tile-text">{name}</span>
      </figcaption>
    </figure>
  )
}
