import {
  ArrowLeftToLine,
  Camera,
  CameraOff,
  Crown,
  Hand,
  LogOut,
  Mic,
  MicOff,
  MonitorUp,
  MonitorX,
  Pencil,
  Presentation,
  Shield,
  ShieldOff,
  UserX,
} from 'lucide-react'
import { DropdownMenu as Menu } from 'radix-ui'
import { Fragment } from 'react'
import type { PersonAction } from '../../state/people-actions.ts'
import type { Room } from '../../state/room.ts'
import { icon } from '../../ui/icon.ts'
import { useRoomTexts } from '../room/use-room-texts.ts'

const icons = {
  mute: MicOff,
  allowToSpeak: Mic,
  askUnmute: Mic,
  closeCamera: CameraOff,
  allowCamera: Camera,
  askCamera: Camera,
  lowerHand: Hand,
  stopShare: MonitorX,
  askShare: MonitorUp,
  takeBackShare: MonitorX,
  spotlight: Presentation,
  endSpotlight: Presentation,
  rename: Pencil,
  makeCohost: Shield,
  takeCohost: ShieldOff,
  handOver: Crown,
  release: LogOut,
  toWaitingRoom: ArrowLeftToLine,
  remove: UserX,
} as const satisfies Record<PersonAction, unknown>

/** What changes the person's standing stands apart from what changes the moment, and what sends out is last. */
const groups: readonly (readonly PersonAction[])[] = [
  [
    'mute',
    'allowToSpeak',
    'askUnmute',
    'closeCamera',
    'allowCamera',
    'askCamera',
    'lowerHand',
    'stopShare',
    'askShare',
    'takeBackShare',
  ],
  ['spotlight', 'endSpotlight', 'rename'],
  ['makeCohost', 'takeCohost', 'handOver', 'release'],
  ['toWaitingRoom', 'remove'],
]

/** The part of a person's menu that a host has; nothing for who may do nothing. Inside a menu only. */
export function PersonItems({ room, id }: { room: Room; id: string }) {
  const { t } = useRoomTexts()
  const may = room.host.actionsOf(id)
  return groups.map((group) => {
    const actions = group.filter((action) => may.includes(action))
    if (actions.length === 0) return null
    return (
      <Fragment key={group[0]}>
        <Menu.Separator className="menu-line" />
        {actions.map((action) => {
          const Icon = icons[action]
          return (
            <Menu.Item
              key={action}
              className={action === 'remove' ? 'menu-item menu-danger' : 'menu-item'}
              data-testid={`act-${action}`}
              onSelect={() => room.host.act(id, action)}
            >
              <Icon {...icon} />
              {t(`act.${action}`)}
            </Menu.Item>
          )
        })}
      </Fragment>
    )
  })
}
