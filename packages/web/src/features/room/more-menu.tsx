import { reactions } from '@parley/protocol'
import {
  Activity,
  Captions,
  CaptionsOff,
  Check,
  CircleStop,
  Ellipsis,
  GalleryThumbnails,
  Keyboard,
  LayoutGrid,
  Lock,
  LockOpen,
  Maximize,
  MessageSquare,
  Minimize,
  MonitorUp,
  MonitorX,
  Settings,
  UserPlus,
  Users,
} from 'lucide-react'
import { DropdownMenu as Menu } from 'radix-ui'
import type { Language } from '../../i18n/language.ts'
import type { App } from '../../state/app.ts'
import type { Control } from '../../state/layout.ts'
import type { Room } from '../../state/room.ts'
import type { RoomView } from '../../state/room-view.ts'
import { sharingBarred } from '../../state/share.ts'
import { useStore } from '../../ui/hooks.ts'
import { icon } from '../../ui/icon.ts'
import { languageNames } from '../../ui/language-switch.tsx'
import { touchOnly, useMedia } from '../../ui/use-media.ts'
import { reactionIcons } from './reaction-icons.tsx'
import { useRoomTexts } from './use-room-texts.ts'

type Props = { app: App; room: Room; view: RoomView; shown: ReadonlySet<Control> }

/**
 * Stays inside the controls' landmark, without a portal. Holds what has no place in the bar, too.
 * Not modal: the kit's modal menus lock scrolling by a style element, which the Content-Security-Policy refuses.
 */
export function MoreMenu({ app, room, view, shown }: Props) {
  const { t } = useRoomTexts()
  const language = useStore(app.language)
  const { unread } = useStore(room.chat.store)
  const fingersOnly = useMedia(touchOnly)
  // What is hidden in the menu must not be missed.
  const hidden = (shown.has('chat') ? 0 : unread) + (shown.has('people') ? 0 : view.waiting)
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className="control" data-testid="more">
        <Ellipsis {...icon} />
        <span className="control-text">{t('room.more')}</span>
        {hidden > 0 ? <span className="control-badge figures">{hidden > 99 ? '99+' : hidden}</span> : null}
      </Menu.Trigger>
      <Menu.Content className="menu" side="top" align="center" sideOffset={8} collisionPadding={8}>
        <FromBar room={room} view={view} shown={shown} />
        {view.hosting ? (
          <>
            <Menu.Item className="menu-item" data-testid="invite" onSelect={room.host.showInvitation}>
              <UserPlus {...icon} />
              {t('people.invite')}
            </Menu.Item>
            <Menu.Item className="menu-item" data-testid="lock" onSelect={room.host.toggleLock}>
              {view.locked ? <LockOpen {...icon} /> : <Lock {...icon} />}
              {view.locked ? t('room.unlock') : t('room.lock')}
            </Menu.Item>
            <Menu.Separator className="menu-line" />
          </>
        ) : null}
        <ViewItems room={room} />
        <Menu.Item
          className="menu-item"
          data-testid="settings"
          onSelect={() => room.panels.show({ is: 'settings' })}
        >
          <Settings {...icon} />
          {t('settings.title')}
        </Menu.Item>
        <Menu.Item className="menu-item" data-testid="check-connection" onSelect={() => app.showCheck(true)}>
          <Activity {...icon} />
          {t('app.check')}
        </Menu.Item>
        {fingersOnly ? null : (
          <Menu.Item
            className="menu-item"
            data-testid="keys"
            onSelect={() => room.panels.show({ is: 'keys' })}
          >
            <Keyboard {...icon} />
            {t('room.keyboard')}
          </Menu.Item>
        )}
        <Menu.Separator className="menu-line" />
        <Menu.Label className="menu-label">{t('app.language')}</Menu.Label>
        <Menu.RadioGroup value={language} onValueChange={(next) => app.setLanguage(next as Language)}>
          {Object.entries(languageNames).map(([code, name]) => (
            <Menu.RadioItem key={code} value={code} className="menu-item" lang={code}>
              <span className="menu-check">
                <Menu.ItemIndicator>
                  <Check {...icon} />
                </Menu.ItemIndicator>
              </span>
              {name}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        {view.mayEnd ? (
          <>
            <Menu.Separator className="menu-line" />
            <Menu.Item
              className="menu-item menu-danger"
              data-testid="end"
              onSelect={() => room.panels.show({ is: 'end' })}
            >
              <CircleStop {...icon} />
              {t('room.endForAll')}
            </Menu.Item>
          </>
        ) : null}
      </Menu.Content>
    </Menu.Root>
  )
}

/** What the bar has no place for. */
function FromBar({ room, view, shown }: Omit<Props, 'app'>) {
  const { t, say } = useRoomTexts()
  const { is, possible } = useStore(room.share.store)
  const { unread } = useStore(room.chat.store)
  const barred = is === 'on' ? null : sharingBarred(view)
  if (shown.size >= 4) return null
  return (
    <>
      {shown.has('people') ? null : (
        <Menu.Item className="menu-item" data-testid="people" onSelect={() => room.panels.open('people')}>
          <Users {...icon} />
          {view.waiting > 0
            ? t('room.peopleWaiting', { inside: String(view.people.length), count: view.waiting })
            : t('room.peopleCount', { count: view.people.length })}
        </Menu.Item>
      )}
      {shown.has('chat') ? null : (
        <Menu.Item className="menu-item" data-testid="chat" onSelect={() => room.panels.open('chat')}>
          <MessageSquare {...icon} />
          {unread > 0 ? t('chat.open', { count: unread }) : t('control.chat')}
        </Menu.Item>
      )}
      {shown.has('share') || !possible ? null : (
        <Menu.Item
          className="menu-item"
          data-testid="share"
          disabled={barred !== null || is === 'asking'}
          onSelect={room.share.toggle}
        >
          {is === 'on' ? <MonitorX {...icon} /> : <MonitorUp {...icon} />}
          {barred ? say(barred) : is === 'on' ? t('share.stop') : t('share.start')}
        </Menu.Item>
      )}
      {shown.has('reactions') ? null : (
        <Menu.Group className="menu-reactions" aria-label={t('react.title')}>
          {reactions.map((reaction) => {
            const Icon = reactionIcons[reaction]
            return (
              <Menu.Item
                key={reaction}
                className="menu-item menu-reaction"
                data-testid={`react-${reaction}`}
                aria-label={t(`react.${reaction}`)}
                onSelect={() => void room.reactions.send(reaction)}
              >
                <Icon size={22} strokeWidth={1.75} aria-hidden />
              </Menu.Item>
            )
          })}
        </Menu.Group>
      )}
      <Menu.Separator className="menu-line" />
    </>
  )
}

function ViewItems({ room }: { room: Room }) {
  const { t } = useRoomTexts()
  const { mode } = useStore(room.layout.store)
  const { on, offered, language } = useStore(room.captions.store)
  const gallery = mode === 'gallery'
  const full = document.fullscreenElement !== null
  return (
    <>
      <Menu.Item className="menu-item" data-testid="view" onSelect={room.layout.toggle}>
        {gallery ? <GalleryThumbnails {...icon} /> : <LayoutGrid {...icon} />}
        {gallery ? t('view.speaker') : t('view.gallery')}
      </Menu.Item>
      {document.fullscreenEnabled ? (
        <Menu.Item className="menu-item" data-testid="full-screen" onSelect={toggleFullScreen}>
          {full ? <Minimize {...icon} /> : <Maximize {...icon} />}
          {full ? t('view.windowed') : t('view.fullScreen')}
        </Menu.Item>
      ) : null}
      {offered === null ? null : (
        <>
          <Menu.Item
            className="menu-item"
            data-testid="captions-switch"
            onSelect={() => room.captions.show(!on)}
          >
            {on ? <CaptionsOff {...icon} /> : <Captions {...icon} />}
            {on ? t('captions.hide') : t('captions.show')}
          </Menu.Item>
          {on && offered.length > 0 ? (
            <>
              <Menu.Label className="menu-label">{t('captions.language')}</Menu.Label>
              <Menu.RadioGroup
                value={language ?? ''}
                onValueChange={(next) => room.captions.choose(next === '' ? null : next)}
              >
                <CaptionLanguages offered={offered} />
              </Menu.RadioGroup>
            </>
          ) : null}
        </>
      )}
    </>
  )
}

function CaptionLanguages({ offered }: { offered: readonly string[] }) {
  const { t, language } = useRoomTexts()
  const names = new Intl.DisplayNames(language, { type: 'language', fallback: 'code' })
  const nameOf = (code: string) => {
    try {
      return names.of(code) ?? code
    } catch {
      return code
    }
  }
  return ['', ...offered].map((code) => (
    <Menu.RadioItem key={code} value={code} className="menu-item">
      <span className="menu-check">
        <Menu.ItemIndicator>
          <Check {...icon} />
        </Menu.ItemIndicator>
      </span>
      {code === '' ? t('captions.original') : nameOf(code)}
    </Menu.RadioItem>
  ))
}

function toggleFullScreen(): void {
  // Refused where the frame around does not allow it: then nothing happens, and F11 is there.
  if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined)
  else void document.documentElement.requestFullscreen().catch(() => undefined)
}
