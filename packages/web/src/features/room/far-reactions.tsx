import { onPage } from '../../state/layout.ts'
import type { Room } from '../../state/room.ts'
import { useStore } from '../../ui/hooks.ts'
import { reactionIcons } from './reaction-icons.tsx'

const mostShown = 5

/** Reactions of people whose picture is not on the page, with their names. */
export function FarReactions({ room }: { room: Room }) {
  const { shown } = useStore(room.reactions.store)
  const layout = useStore(room.layout.store)
  if (shown.length === 0) return null
  // In the speaker view the row may be cut off anywhere: what stands there twice does no harm.
  const near = new Set(
    layout.mode === 'gallery' ? onPage(layout).map(({ id }) => id) : [layout.main?.person.id],
  )
  const far = shown.filter(({ memberId }) => !near.has(memberId)).slice(-mostShown)
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
