import type { Room } from '../../state/room.ts'
import { usePart } from '../../ui/hooks.ts'
import { reactionIcons } from './reaction-icons.tsx'
import { useRoomTexts } from './use-room-texts.ts'

/** What this person shows just now, beside the picture. Spoken by the live regions. */
export function TileReaction({ room, id }: { room: Room; id: string }) {
  const { t } = useRoomTexts()
  const shown = usePart(room.reactions.store, (state) => state.shown.find((one) => one.memberId === id))
  if (!shown) return null
  const Icon = reactionIcons[shown.reaction]
  return (
    <span key={shown.key} className="reaction" data-testid="reaction" data-reaction={shown.reaction}>
      <Icon size={28} strokeWidth={1.75} aria-hidden />
      <span className="unseen">{t(`react.${shown.reaction}`)}</span>
    </span>
  )
}
