import { EllipsisVertical, Pin, PinOff } from 'lucide-react'
import { DropdownMenu as Menu } from 'radix-ui'
import type { Room } from '../../state/room.ts'
import type { Person } from '../../state/room-view.ts'
import { usePart } from '../../ui/hooks.ts'
import { icon } from '../../ui/icon.ts'
import { useRoomTexts } from '../room/use-room-texts.ts'
import { PersonItems } from './person-items.tsx'

/** Everything that may be done with one person. In a portal, because the row cuts off what sticks out of it. */
export function PersonMenu({ room, person }: { room: Room; person: Person }) {
  const { t } = useRoomTexts()
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger
        className="icon-button"
        data-testid="person-menu"
        aria-label={t('people.actionsOf', { name: person.name })}
      >
        <EllipsisVertical {...icon} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Content className="menu" side="left" align="start" sideOffset={4} collisionPadding={8}>
          <PinItem room={room} id={person.id} />
          <PersonItems room={room} id={person.id} />
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  )
}

function PinItem({ room, id }: { room: Room; id: string }) {
  const { t } = useRoomTexts()
  const pinned = usePart(room.layout.store, ({ pinned: one }) => one === id)
  return (
    <Menu.Item className="menu-item" data-testid="pin" onSelect={() => room.layout.pin(pinned ? null : id)}>
      {pinned ? <PinOff {...icon} /> : <Pin {...icon} />}
      {pinned ? t('view.unpin') : t('view.pin')}
    </Menu.Item>
  )
}
