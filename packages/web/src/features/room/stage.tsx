import { useRef } from 'react'
import type { App } from '../../state/app.ts'
import type { Room } from '../../state/room.ts'
import { type RoomView, tilesShown } from '../../state/room-view.ts'
import { useStore, useTexts } from '../../ui/hooks.ts'
import { Tile } from './tile.tsx'
import { useTilePlaces } from './tile-places.ts'

/** The big picture and the row of the others. */
export function Stage({ app, room, view }: { app: App; room: Room; view: RoomView }) {
  const { t } = useTexts()
  const { streams } = useStore(room.store)
  const strip = useRef<HTMLUListElement>(null)
  const places = useTilePlaces(strip)
  const { main, tiles } = view
  const { shown, more } = tilesShown(tiles.length, places)
  const alone = view.people.length <= 1

  return (
    <main className="stage" data-region="stage" tabIndex={-1}>
      <section className="stage-main" aria-label={t('room.main')}>
        {main ? (
          <Tile app={app} person={main} stream={streams.get(main.id) ?? null} main />
        ) : (
          <div className="stage-nobody" />
        )}
      </section>
      {alone ? <Alone room={room} hosting={view.hosting} /> : null}
      {tiles.length > 0 ? (
        <section className="stage-others" aria-label={t('room.others')}>
          <ul ref={strip} className="strip">
            {tiles.slice(0, shown).map((person) => (
              <li key={person.id} className="strip-one">
                <Tile app={app} person={person} stream={streams.get(person.id) ?? null} />
              </li>
            ))}
            {more > 0 ? (
              <li className="strip-one">
                <button
                  type="button"
                  className="strip-more figures"
                  aria-label={t('room.moreTiles', { count: more })}
                  onClick={() => room.showPeople(true)}
                >
                  +{more}
                </button>
              </li>
            ) : null}
          </ul>
        </section>
      ) : null}
    </main>
  )
}

function Alone({ room, hosting }: { room: Room; hosting: boolean }) {
  const { t } = useTexts()
  return (
    <div className="alone">
      <div>
        <p className="alone-title">{t('room.alone')}</p>
        <p className="muted">{hosting ? t('room.aloneHost') : t('room.aloneGuest')}</p>
      </div>
      {hosting ? (
        <button type="button" className="button" onClick={room.showInvitation}>
          {t('people.invite')}
        </button>
      ) : null}
    </div>
  )
}
