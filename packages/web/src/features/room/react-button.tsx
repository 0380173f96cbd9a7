import { reactions } from '@parley/protocol'
import { SmilePlus } from 'lucide-react'
import { Popover } from 'radix-ui'
import type { Room } from '../../state/room.ts'
import { useStore } from '../../ui/hooks.ts'
import { icon } from '../../ui/icon.ts'
import { reactionIcons } from './reaction-icons.tsx'
import { useRoomTexts } from './use-room-texts.ts'

/** Stays open for more than one; each rests a moment after. */
export function ReactButton({ room }: { room: Room }) {
  const { t } = useRoomTexts()
  return (
    <Popover.Root>
      <Popover.Trigger className="control" data-testid="react">
        <SmilePlus {...icon} />
        <span className="control-text">{t('control.react')}</span>
      </Popover.Trigger>
      <Popover.Content
        className="menu react-menu"
        side="top"
        sideOffset={8}
        collisionPadding={8}
        aria-label={t('react.title')}
      >
        <ReactionRow room={room} />
      </Popover.Content>
    </Popover.Root>
  )
}

export function ReactionRow({ room }: { room: Room }) {
  const { t } = useRoomTexts()
  const { resting } = useStore(room.reactions.store)
  return (
    <ul className="react-row">
      {reactions.map((reaction) => {
        const Icon = reactionIcons[reaction]
        const name = t(`react.${reaction}`)
        return (
          <li key={reaction}>
            <button
              type="button"
              className="icon-button"
              data-testid={`react-${reaction}`}
              aria-label={name}
              title={name}
              aria-disabled={resting}
              onClick={() => void room.reactions.send(reaction)}
            >
              <Icon size={24} strokeWidth={1.75} aria-hidden />
            </button>
          </li>
        )
      })}
    </ul>
  )
}
