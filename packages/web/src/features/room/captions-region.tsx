import type { Room } from '../../state/room.ts'
import type { RoomView } from '../../state/room-view.ts'
import { useStore } from '../../ui/hooks.ts'
import { useRoomTexts } from './use-room-texts.ts'

/** What is said, as somebody who listens wrote it. Its place is kept, so that nothing jumps when a line comes. */
export function CaptionsRegion({ room, view }: { room: Room; view: RoomView }) {
  const { t } = useRoomTexts()
  const { on, offered, blocks } = useStore(room.captions.store)
  const { captionSize } = useStore(room.settings.store)
  if (!on || offered === null) return null
  const nameOf = (id: string | null) =>
    view.people.find((person) => person.id === id)?.name ?? t('captions.unknown')
  return (
    <section
      className="captions"
      aria-label={t('captions.title')}
      // Read on demand: spoken over the voices themselves nobody would understand either.
      aria-live="off"
      data-size={captionSize}
      data-testid="captions"
    >
      {blocks.length === 0 ? (
        <p className="captions-none">{t('captions.empty')}</p>
      ) : (
        blocks.slice(-2).map(({ memberId, lines }) => (
          <p key={memberId ?? ''} className="caption">
            <span className="caption-name">{nameOf(memberId)}</span>
            {lines.map((line) => (
              <span key={line.id} className="caption-line" lang={line.language}>
                {line.text}
              </span>
            ))}
          </p>
        ))
      )}
    </section>
  )
}
