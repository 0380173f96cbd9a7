import { useLayoutEffect, useRef } from 'react'
import type { App } from '../../state/app.ts'
import { tilesShown } from '../../state/layout.ts'
import type { Room } from '../../state/room.ts'
import type { RoomView } from '../../state/room-view.ts'
import { usePart, useStore } from '../../ui/hooks.ts'
import { lying, useMedia } from '../../ui/use-media.ts'
import { CaptionsRegion } from './captions-region.tsx'
import { FarReactions } from './far-reactions.tsx'
import { Gallery } from './gallery.tsx'
import { SharedScreen } from './shared-screen.tsx'
import { Tile } from './tile.tsx'
import { useTilePlaces } from './tile-places.ts'
import { useBareTap } from './use-bare-tap.ts'
import { useRoomTexts } from './use-room-texts.ts'

/** The big picture and the row of the others, or everyone in a grid. */
export function Stage({ app, room, view }: { app: App; room: Room; view: RoomView }) {
  const mode = usePart(room.layout.store, (layout) => layout.mode)
  const alone = view.people.length <= 1
  const low = useMedia(lying)
  useLayoutEffect(() => room.layout.low(low), [room, low])
  return (
    <main className="stage" data-region="stage" data-mode={mode} tabIndex={-1} {...useBareTap(room)}>
      {mode === 'gallery' ? (
        <Gallery app={app} room={room} view={view} />
      ) : (
        <Speaker app={app} room={room} view={view} />
      )}
      {alone ? <Alone room={room} hosting={view.hosting} /> : null}
      <CaptionsRegion room={room} view={view} />
    </main>
  )
}

function Speaker({ app, room, view }: { app: App; room: Room; view: RoomView }) {
  const { t } = useRoomTexts()
  const { pictures } = useStore(room.media.store)
  const { main, strip } = useStore(room.layout.store)
  const list = useRef<HTMLUListElement>(null)
  const places = useTilePlaces(list)
  const { shown, more } = tilesShown(strip.length, places)

  const near = [main?.person.id ?? '', ...strip.slice(0, shown).map(({ id }) => id)]
  return (
    <div className="speaker">
      <section className="stage-main" aria-label={t('room.main')}>
        {main === null ? (
          <div className="stage-nobody" />
        ) : main.is === 'screen' ? (
          <SharedScreen room={room} person={main.person} />
        ) : (
          <Tile
            app={app}
            room={room}
            person={main.person}
            picture={pictures.get(main.person.id)}
            spotlight={view.spotlight === main.person.id}
            main
          />
        )}
        <FarReactions room={room} near={near} />
      </section>
      {strip.length > 0 ? (
        <section className="stage-others" aria-label={t('room.others')}>
          <ul ref={list} className="strip">
            {strip.slice(0, shown).map((person) => (
              <li key={person.id} className="strip-one">
                <Tile app={app} room={room} person={person} picture={pictures.get(person.id)} />
              </li>
            ))}
            {more > 0 ? (
              <li className="strip-one">
                <button
                  type="button"
                  className="strip-more figures"
                  aria-label={t('room.moreTiles', { count: more })}
                  onClick={() => room.panels.open('people')}
                >
                  +{more}
                </button>
              </li>
            ) : null}
          </ul>
        </section>
      ) : null}
    </div>
  )
}

function Alone({ room, hosting }: { room: Room; hosting: boolean }) {
  const { t } = useRoomTexts()
  return (
    <div className="alone">
      <div>
        <p className="alone-title">{t('room.alone')}</p>
        <p className="muted">{hosting ? t('room.aloneHost') : t('room.aloneGuest')}</p>
      </div>
      {hosting ? (
        <button type="button" className="button" onClick={room.host.showInvitation}>
          {t('people.invite')}
        </button>
      ) : null}
    </div>
  )
}
