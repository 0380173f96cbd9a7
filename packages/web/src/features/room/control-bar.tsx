import {
  Camera,
  CameraOff,
  Hand,
  LogOut,
  MessageSquare,
  Mic,
  MicOff,
  MonitorUp,
  MonitorX,
  Users,
} from 'lucide-react'
import { Tooltip } from 'radix-ui'
import { type ReactNode, useRef } from 'react'
import type { App } from '../../state/app.ts'
import { controlsShown } from '../../state/layout.ts'
import type { Room } from '../../state/room.ts'
import type { RoomView } from '../../state/room-view.ts'
import { sharingBarred } from '../../state/share.ts'
import { keyLabel, type ShortcutName, shortcuts } from '../../state/shortcuts.ts'
import { useStore } from '../../ui/hooks.ts'
import { icon } from '../../ui/icon.ts'
import { CameraMenu, MicMenu } from './device-menus.tsx'
import { isMac } from './is-mac.ts'
import { MoreMenu } from './more-menu.tsx'
import { ReactButton } from './react-button.tsx'
import { useRoomTexts } from './use-room-texts.ts'
import { useWidth } from './use-width.ts'

type Props = { app: App; room: Room; view: RoomView }

/**
 * Labels name what the button will do, icons show how it is. Leave is the last of its group, red and apart. What has no place
 * is in the menu.
 */
export function ControlBar({ app, room, view }: Props) {
  const { t } = useRoomTexts()
  const bar = useRef<HTMLElement>(null)
  const width = useWidth(bar)
  const shown = controlsShown(width, view.mayEnd)
  const compact = width < 480
  const more = <MoreMenu app={app} room={room} view={view} shown={shown} />

  return (
    <Tooltip.Provider delayDuration={500}>
      <footer ref={bar} className="bar" data-region="controls" tabIndex={-1}>
        <div className="bar-center" role="toolbar" aria-label={t('room.controls')}>
          <MicControl app={app} room={room} view={view} menu={!compact} />
          <CameraControl app={app} room={room} view={view} menu={!compact} />
          {shown.has('share') ? <ShareControl room={room} view={view} /> : null}
          {shown.has('hand') && !view.mayEnd ? <HandControl room={room} view={view} /> : null}
          {shown.has('reactions') ? <ReactButton room={room} /> : null}
          {compact && shown.has('people') ? <PeopleControl room={room} view={view} /> : null}
          {compact ? more : null}
          <button type="button" className="control control-leave" data-testid="leave" onClick={room.leave}>
            <LogOut {...icon} />
            <span className="control-text">{t('room.leave')}</span>
          </button>
        </div>
        {compact ? null : (
          <div className="bar-side">
            {shown.has('people') ? <PeopleControl room={room} view={view} /> : null}
            {shown.has('chat') ? <ChatControl room={room} /> : null}
            {more}
          </div>
        )}
      </footer>
    </Tooltip.Provider>
  )
}

function MicControl({ app, room, view, menu }: Props & { menu: boolean }) {
  const { t } = useRoomTexts()
  const { audio } = useStore(app.devices.store)
  const on = audio.on && !view.me.muted
  return (
    <span className="control-pair">
      <Hinted shortcut="mic" note={view.heldMuted ? t('room.held') : undefined}>
        <button
          type="button"
          className="control"
          data-testid="mic"
          data-on={on}
          data-held={view.me.heldMuted}
          onClick={room.media.toggleMic}
        >
          {on ? <Mic {...icon} /> : <MicOff {...icon} />}
          <span className="control-text">{on ? t('mic.short.mute') : t('mic.short.unmute')}</span>
        </button>
      </Hinted>
      {menu ? <MicMenu app={app} room={room} /> : null}
    </span>
  )
}

function CameraControl({ app, room, view, menu }: Props & { menu: boolean }) {
  const { t } = useRoomTexts()
  const { video } = useStore(app.devices.store)
  const on = video.on && view.me.cameraOpen
  return (
    <span className="control-pair">
      <Hinted shortcut="camera">
        <button
          type="button"
          className="control"
          data-testid="camera"
          data-on={on}
          onClick={room.media.toggleCamera}
        >
          {on ? <Camera {...icon} /> : <CameraOff {...icon} />}
          <span className="control-text">{on ? t('control.camera.off') : t('control.camera.on')}</span>
        </button>
      </Hinted>
      {menu ? <CameraMenu app={app} room={room} /> : null}
    </span>
  )
}

function ShareControl({ room, view }: { room: Room; view: RoomView }) {
  const { t, say } = useRoomTexts()
  const { is, possible } = useStore(room.share.store)
  if (!possible) return null
  const barred = is === 'on' ? null : sharingBarred(view)
  return (
    <Hinted shortcut="share" note={barred ? say(barred) : undefined}>
      <button
        type="button"
        className="control"
        data-testid="share"
        data-active={is === 'on'}
        aria-disabled={is === 'asking' || barred !== null}
        onClick={room.share.toggle}
      >
        {is === 'on' ? <MonitorX {...icon} /> : <MonitorUp {...icon} />}
        <span className="control-text">{is === 'on' ? t('share.stop') : t('control.share')}</span>
      </button>
    </Hinted>
  )
}

function HandControl({ room, view }: { room: Room; view: RoomView }) {
  const { t } = useRoomTexts()
  const busy = useStore(room.hands.busy)
  const up = view.me.hand !== null
  return (
    <Hinted shortcut="hand">
      <button
        type="button"
        className="control"
        data-testid="hand"
        data-active={up}
        aria-disabled={busy}
        onClick={() => void room.hands.toggle()}
      >
        <Hand {...icon} />
        <span className="control-text">{up ? t('hand.lower') : t('hand.raise')}</span>
        {up ? <span className="control-badge figures">{view.me.hand}</span> : null}
      </button>
    </Hinted>
  )
}

function PeopleControl({ room, view }: { room: Room; view: RoomView }) {
  const { t } = useRoomTexts()
  const { open } = useStore(room.panels.store)
  const inside = view.people.length
  const { waiting } = view
  return (
    <Hinted shortcut="people">
      <button
        type="button"
        className="control"
        data-testid="people"
        data-open={open === 'people'}
        aria-expanded={open === 'people'}
        onClick={() => room.panels.toggle('people')}
      >
        <Users {...icon} />
        <span className="control-text" aria-hidden="true">
          {t('control.people')}
        </span>
        <span className="control-count figures" aria-hidden="true">
          {inside}
        </span>
        {waiting > 0 ? (
          <span className="control-badge figures" aria-hidden="true">
            {waiting}
          </span>
        ) : null}
        <span className="unseen">
          {waiting > 0
            ? t('room.peopleWaiting', { inside: String(inside), count: waiting })
            : t('room.peopleCount', { count: inside })}
        </span>
      </button>
    </Hinted>
  )
}

function ChatControl({ room }: { room: Room }) {
  const { t } = useRoomTexts()
  const { open } = useStore(room.panels.store)
  const { unread } = useStore(room.chat.store)
  return (
    <Hinted shortcut="chat">
      <button
        type="button"
        className="control"
        data-testid="chat"
        data-open={open === 'chat'}
        aria-expanded={open === 'chat'}
        onClick={() => room.panels.toggle('chat')}
      >
        <MessageSquare {...icon} />
        <span className="control-text" aria-hidden="true">
          {t('control.chat')}
        </span>
        {unread > 0 ? (
          <span className="control-badge figures" aria-hidden="true">
            {unread > 99 ? '99+' : unread}
          </span>
        ) : null}
        <span className="unseen">{unread > 0 ? t('chat.open', { count: unread }) : t('control.chat')}</span>
      </button>
    </Hinted>
  )
}

/** Says the shortcut, and why it does not work just now; the name is on the button itself. */
function Hinted({
  shortcut,
  note,
  children,
}: {
  shortcut: ShortcutName
  note?: string | undefined
  children: ReactNode
}) {
  const { t } = useRoomTexts()
  const { text, keys } = shortcuts[shortcut]
  const mac = isMac()
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content className="tip" sideOffset={8} collisionPadding={8}>
          {note ?? t(text)}
          <kbd>{keys[0]?.map((key) => keyLabel(key, mac)).join(mac ? '' : '+')}</kbd>
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}
