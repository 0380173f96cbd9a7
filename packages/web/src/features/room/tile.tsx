import { Hand, MicOff, MonitorUp, Pin, Star } from 'lucide-react'
import { memo } from 'react'
import type { App } from '../../state/app.ts'
import type { Room } from '../../state/room.ts'
import type { Person } from '../../state/room-view.ts'
import { usePart, useStore } from '../../ui/hooks.ts'
import { smallIcon } from '../../ui/icon.ts'
import { LevelMark } from '../../ui/level-mark.tsx'
import { Picture } from '../../ui/picture.tsx'
import { NetworkBars } from './network-bars.tsx'
import { TileMenu } from './tile-menu.tsx'
import { TileReaction } from './tile-reaction.tsx'
import { useRoomTexts } from './use-room-texts.ts'

type Props = {
  app: App
  room: Room
  person: Person
  /** Absent while there is none. */
  picture: MediaStream | undefined
  main?: boolean
  /** Chosen by a host for everybody. */
  spotlight?: boolean
}

/** One person's picture, or the initials; name and state on a scrim. Drawn again only when this person changed. */
export const Tile = memo(function Tile({
  app,
  room,
  person,
  picture,
  main = false,
  spotlight = false,
}: Props) {
  const { t } = useRoomTexts()
  const pinned = usePart(room.layout.store, (layout) => layout.pinned === person.id)
  const audioOnly = usePart(room.settings.store, (settings) => settings.audioOnly)
  const unserved = usePart(room.media.store, (media) => media.unserved)
  const name = person.you ? t('room.you', { name: person.name }) : person.name
  const silent = person.muted || person.watcher

  return (
    <figure
      className={main ? 'tile tile-main' : 'tile'}
      data-testid={main ? 'main-video' : 'tile'}
      data-member-id={person.id}
      data-speaking={person.speaking}
      data-reconnecting={person.reconnecting}
    >
      {person.you ? (
        <OwnPicture app={app} person={person} />
      ) : !audioOnly && person.cameraOpen && picture ? (
        <Picture stream={picture} />
      ) : (
        <Initials of={person} />
      )}
      {person.reconnecting ? (
        <span className="tile-away">{t('room.reconnectingShort')}</span>
      ) : unserved && !person.you && person.cameraOpen && !audioOnly ? (
        <span className="tile-away">{t('room.noPicture')}</span>
      ) : null}
      <TileReaction room={room} id={person.id} />
      <figcaption className="tile-name">
        {silent ? (
          <>
            <MicOff {...smallIcon} />
            <span className="unseen">{t('mic.muted')}</span>
          </>
        ) : person.speaking ? (
          <LevelMark level={person.level} label={t('room.speaking')} />
        ) : null}
        {person.role === 'chair' || person.role === 'cohost' ? (
          <>
            <Star {...smallIcon} className="tile-aside" />
            <span className="unseen">
              {t(person.role === 'chair' ? 'people.role.host' : 'people.role.cohost')}
            </span>
          </>
        ) : null}
        <span className="tile-text">{name}</span>
        {person.hand === null ? null : (
          <span className="tile-hand figures">
            <Hand {...smallIcon} />
            <span aria-hidden="true">{person.hand}</span>
            <span className="unseen">{t('hand.raised', { order: String(person.hand) })}</span>
          </span>
        )}
        {person.sharing ? (
          <>
            <MonitorUp {...smallIcon} className="tile-aside" />
            <span className="unseen">{t('share.begins', { name: person.name })}</span>
          </>
        ) : null}
        {pinned ? (
          <>
            <Pin {...smallIcon} className="tile-aside" />
            <span className="unseen">{t('view.pinned')}</span>
          </>
        ) : spotlight ? (
          <span className="unseen">{t('view.spotlight')}</span>
        ) : null}
        <NetworkBars level={person.network} />
      </figcaption>
      <TileMenu room={room} person={person} pinned={pinned} />
    </figure>
  )
})

function OwnPicture({ app, person }: { app: App; person: Person }) {
  const { video, facing } = useStore(app.devices.store)
  return video.on && video.track ? (
    <Picture track={video.track} mirrored={facing === 'user'} />
  ) : (
    <Initials of={person} />
  )
}

function Initials({ of }: { of: Person }) {
  return (
    <span className="initials" aria-hidden="true">
      {of.initials}
    </span>
  )
}
