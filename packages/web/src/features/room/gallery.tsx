import { ChevronLeft, ChevronRight } from 'lucide-react'
import { type CSSProperties, useEffect, useLayoutEffect, useRef } from 'react'
import type { App } from '../../state/app.ts'
import { onPage } from '../../state/layout.ts'
import type { Room } from '../../state/room.ts'
import type { RoomView } from '../../state/room-view.ts'
import { useStore } from '../../ui/hooks.ts'
import { icon } from '../../ui/icon.ts'
import { FarReactions } from './far-reactions.tsx'
import { Tile } from './tile.tsx'
import { useRoomTexts } from './use-room-texts.ts'

/** Everyone alike, page by page. Only the pictures of the page that is shown are in the page at all. */
export function Gallery({ app, room, view }: { app: App; room: Room; view: RoomView }) {
  const { t } = useRoomTexts()
  const { pictures } = useStore(room.media.store)
  const layout = useStore(room.layout.store)
  const place = useRef<HTMLUListElement>(null)
  const { grid, page } = layout

  useLayoutEffect(() => {
    const element = place.current
    if (!element) return
    const measure = () =>
      room.layout.measured({
        width: element.clientWidth,
        height: element.clientHeight,
        tall: matchMedia('(max-width: 719px) and (orientation: portrait)').matches,
      })
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [room])

  const many = grid.pages > 1
  useEffect(() => {
    if (!many) return
    const onKeyDown = (event: KeyboardEvent) => {
      const step = turns[event.key]
      if (step !== undefined && isForPictures(event)) room.layout.turn(step)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [room, many])
  const size = {
    '--columns': grid.columns,
    '--tile-width': `${grid.width}px`,
    '--tile-height': `${grid.height}px`,
  } as CSSProperties

  return (
    <section className="gallery" aria-label={t('view.gallery')}>
      <ul ref={place} className="gallery-grid" style={size} data-testid="gallery">
        {onPage(layout).map((person) => (
          <li key={person.id} className="gallery-one">
            <Tile
              app={app}
              room={room}
              person={person}
              picture={pictures.get(person.id)}
              spotlight={view.spotlight === person.id}
            />
          </li>
        ))}
      </ul>
      <FarReactions room={room} near={onPage(layout).map(({ id }) => id)} />
      {many ? (
        <nav className="gallery-pages" aria-label={t('view.pages')}>
          <button
            type="button"
            className="icon-button"
            aria-label={t('view.before')}
            onClick={() => room.layout.turn(-1)}
          >
            <ChevronLeft {...icon} />
          </button>
          {grid.pages > mostDots ? (
            <span className="figures">
              {t('view.page', { page: String(page + 1), pages: String(grid.pages) })}
            </span>
          ) : (
            <Dots room={room} page={page} pages={grid.pages} />
          )}
          <button
            type="button"
            className="icon-button"
            aria-label={t('view.next')}
            onClick={() => room.layout.turn(1)}
          >
            <ChevronRight {...icon} />
          </button>
        </nav>
      ) : null}
    </section>
  )
}

const turns: Readonly<Record<string, number>> = { PageDown: 1, ArrowRight: 1, PageUp: -1, ArrowLeft: -1 }

/** On the pictures, or on nothing: a tile that was turned away takes the focus along. With Alt the arrows are the browser's. */
function isForPictures({
  target,
  altKey,
  ctrlKey,
  metaKey,
  shiftKey,
  defaultPrevented,
}: KeyboardEvent): boolean {
  if (defaultPrevented || altKey || ctrlKey || metaKey || shiftKey || !(target instanceof Element))
    return false
  if (target === document.body) return document.querySelector('[role="menu"], .dialog') === null
  return target.closest('[data-region="stage"]') !== null && target.closest('[role="menu"]') === null
}

/** More of them are no longer told apart by a finger. */
const mostDots = 7

function Dots({ room, page, pages }: { room: Room; page: number; pages: number }) {
  const { t } = useRoomTexts()
  return (
    <ul className="gallery-dots">
      {Array.from({ length: pages }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a page is its number.
        <li key={index}>
          <button
            type="button"
            className="gallery-dot"
            aria-label={t('view.page', { page: String(index + 1), pages: String(pages) })}
            aria-current={index === page ? 'page' : undefined}
            onClick={() => room.layout.toPage(index)}
          />
        </li>
      ))}
    </ul>
  )
}
