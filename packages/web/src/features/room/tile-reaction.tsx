import { useCallback, useSyncExternalStore } from 'react'
import type { Room } from '../../state/room.ts'
import { reactionIcons } from './reaction-icons.tsx'
import { useRoomTexts } from './use-room-texts.ts'

/** What this person shows just now, beside the picture. Spoken by the live regions. */
export function TileReaction({ room, id }: { room: Room; id: string }) {
  const { t } = useRoomTexts()
  const read = useCallback(
    () => room.reactions.store.get().shown.find((one) => one.memberId === id) ?? null,
    [room, id],
  )
  const shown = useSyncExternalStore(room.reactions.store.subscribe, read)
  if (!shown) return null
  const Icon = reactionIcons[shown.reaction]
  return (
    <span key={shown.key} className="reaction" data-testid="reaction" data-reaction={shown.reaction}>
      <Icon size={28} strokeWidth={1.75} aria-hidden />
      <span className="unseen">{t(`react.${shown.reaction}`)}</span>
    </span>
  )
}
