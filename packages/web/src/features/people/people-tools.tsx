import {
  CircleStop,
  ClipboardCheck,
  DoorClosed,
  DoorOpen,
  Ellipsis,
  Hand,
  Lock,
  LockOpen,
  Mic,
  MicOff,
  SlidersHorizontal,
  TimerReset,
  UserPlus,
} from 'lucide-react'
import { DropdownMenu as Menu } from 'radix-ui'
import type { HostView } from '../../state/host-view.ts'
import type { Room } from '../../state/room.ts'
import type { RoomView } from '../../state/room-view.ts'
import { icon } from '../../ui/icon.ts'
import { useRoomTexts } from '../room/use-room-texts.ts'

type Props = { room: Room; view: RoomView; host: HostView }

/** What is done to all at once; for who may only invite, that alone. */
export function PeopleTools({ room, view, host }: Props) {
  const { t } = useRoomTexts()
  if (!host.mayInvite) return null
  if (!host.floor)
    return (
      <div className="people-tools">
        <button
          type="button"
          className="button"
          data-testid="people-invite"
          onClick={room.host.showInvitation}
        >
          <UserPlus {...icon} />
          {t('people.invite')}
        </button>
      </div>
    )
  return (
    <div className="people-tools">
      <button type="button" className="button" data-testid="people-invite" onClick={room.host.showInvitation}>
        <UserPlus {...icon} />
        {t('people.inviteShort')}
      </button>
      <button
        type="button"
        className="button"
        data-testid="mute-all"
        onClick={() => room.panels.show({ is: 'muteAll' })}
      >
        <MicOff {...icon} />
        {t('people.muteAll')}
      </button>
      <ToolsMenu room={room} view={view} host={host} />
    </div>
  )
}

function ToolsMenu({ room, view, host }: Props) {
  const { t } = useRoomTexts()
  const { host: powers, panels } = room
  const hands = view.people.some(({ hand }) => hand !== null)
  const { rules } = host
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className="icon-button" data-testid="people-more" aria-label={t('people.moreForAll')}>
        <Ellipsis {...icon} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Content className="menu" side="top" align="end" sideOffset={8} collisionPadding={8}>
          <Menu.Item className="menu-item" data-testid="unmute-all" onSelect={powers.unmuteAll}>
            <Mic {...icon} />
            {t('people.unmuteAll')}
          </Menu.Item>
          {hands ? (
            <Menu.Item className="menu-item" data-testid="lower-all" onSelect={powers.lowerAllHands}>
              <Hand {...icon} />
              {t('people.lowerAll')}
            </Menu.Item>
          ) : null}
          <Menu.Item className="menu-item" data-testid="roll-call" onSelect={powers.rollCall.start}>
            <ClipboardCheck {...icon} />
            {t('roll.start')}
          </Menu.Item>
          <Menu.Separator className="menu-line" />
          <Menu.Item className="menu-item" data-testid="people-lock" onSelect={powers.toggleLock}>
            {view.locked ? <LockOpen {...icon} /> : <Lock {...icon} />}
            {view.locked ? t('room.unlock') : t('room.lock')}
          </Menu.Item>
          {rules ? (
            <Menu.Item
              className="menu-item"
              data-testid="waiting-room"
              onSelect={() => powers.settings.change('waitingRoom', !rules.waitingRoom)}
            >
              {rules.waitingRoom ? <DoorOpen {...icon} /> : <DoorClosed {...icon} />}
              {rules.waitingRoom ? t('people.waitingOff') : t('people.waitingOn')}
            </Menu.Item>
          ) : null}
          <Menu.Item
            className="menu-item"
            data-testid="meeting-settings"
            onSelect={() => panels.show({ is: 'meetingSettings' })}
          >
            <SlidersHorizontal {...icon} />
            {t('people.meetingSettings')}
          </Menu.Item>
          {host.chair ? (
            <>
              {host.endsAt === null ? null : (
                <Menu.Item
                  className="menu-item"
                  data-testid="extend"
                  onSelect={() => panels.show({ is: 'extend' })}
                >
                  <TimerReset {...icon} />
                  {t('extend.title')}
                </Menu.Item>
              )}
              <Menu.Separator className="menu-line" />
              <Menu.Item
                className="menu-item menu-danger"
                data-testid="people-end"
                onSelect={() => panels.show({ is: 'end' })}
              >
                <CircleStop {...icon} />
                {t('room.endForAll')}
              </Menu.Item>
            </>
          ) : null}
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  )
}
