import { Maximize, Scan } from 'lucide-react'
import type { Room } from '../../state/room.ts'
import type { Person } from '../../state/room-view.ts'
import { useStore } from '../../ui/hooks.ts'
import { smallIcon } from '../../ui/icon.ts'
import { Picture } from '../../ui/picture.tsx'
import { useRoomTexts } from './use-room-texts.ts'

/** What somebody else shares: as large as the window, or in its own size and scrolled. */
export function SharedScreen({ room, person }: { room: Room; person: Person }) {
  const { t } = useRoomTexts()
  const { screens, unserved } = useStore(room.media.store)
  const { screenSize } = useStore(room.layout.store)
  const stream = screens.get(person.id)
  const actual = screenSize === 'actual'
  const name = t('share.of', { name: person.name })
  return (
    <figure
      className="tile tile-main screen"
      data-testid="main-video"
      data-member-id={person.id}
      data-screen="true"
    >
      {stream ? (
        <section
          className="screen-view"
          data-size={screenSize}
          // What is larger than its place scrolls by keyboard too.
          tabIndex={actual ? 0 : -1}
          aria-label={name}
        >
          <Picture stream={stream} testId="screen-picture" />
        </section>
      ) : (
        <p className="screen-none">{unserved ? t('room.noPicture') : t('share.waiting')}</p>
      )}
      <figcaption className="tile-name">
        <span className="tile-text">{name}</span>
      </figcaption>
      {stream ? (
        <button
          type="button"
          className="button screen-size"
          onClick={() => room.layout.setScreenSize(actual ? 'fit' : 'actual')}
        >
          {actual ? <Maximize {...smallIcon} /> : <Scan {...smallIcon} />}
          {actual ? t('share.fit') : t('share.actual')}
        </button>
      ) : null}
    </figure>
  )
}
