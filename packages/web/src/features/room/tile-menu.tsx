import { Ellipsis, Pin, PinOff } from 'lucide-react'
import { DropdownMenu as Menu } from 'radix-ui'
import type { Room } from '../../state/room.ts'
import type { Person } from '../../state/room-view.ts'
import { icon, smallIcon } from '../../ui/icon.ts'
import { PersonItems } from '../people/person-items.tsx'
import { useRoomTexts } from './use-room-texts.ts'

/** What may be done with one picture. In a portal, because a tile cuts off what sticks out of it. */
export function TileMenu({ room, person, pinned }: { room: Room; person: Person; pinned: boolean }) {
  const { t } = useRoomTexts()
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger
        className="tile-menu"
        data-testid="tile-menu"
        aria-label={t('view.optionsOf', { name: person.name })}
      >
        <Ellipsis {...smallIcon} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Content className="menu" side="bottom" align="end" sideOffset={4} collisionPadding={8}>
          <Menu.Item
            className="menu-item"
            data-testid="pin"
            onSelect={() => room.layout.pin(pinned ? null : person.id)}
          >
            {pinned ? <PinOff {...icon} /> : <Pin {...icon} />}
            {pinned ? t('view.unpin') : t('view.pin')}
          </Menu.Item>
          <PersonItems room={room} id={person.id} />
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  )
}
