import type { Room } from '../../state/room.ts'
import { useStore } from '../../ui/hooks.ts'
import { reactionIcons } from './reaction-icons.tsx'

const mostShown = 5

/** Reactions of people whose picture is not on the page, with their names. */
export function FarReactions({ room, near }: { room: Room; near: readonly string[] }) {
  const { shown } = useStore(room.reactions.store)
  const far = shown.filter(({ memberId }) => !near.includes(memberId)).slice(-mostShown)
  if (far.length === 0) return null
  return (
    <ul className="far-reactions" aria-hidden="true">
      {far.map(({ key, name, reaction }) => {
        const Icon = reactionIcons[reaction]
        return (
          <li key={key} className="far-reaction">
            <Icon size={20} strokeWidth={1.75} aria-hidden />
            <span>{name}</span>
          </li>
        )
      })}
    </ul>
  )
}
