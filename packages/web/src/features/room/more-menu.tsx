import { Check, CircleStop, Ellipsis, Keyboard, Lock, LockOpen, UserPlus } from 'lucide-react'
import { DropdownMenu as Menu } from 'radix-ui'
import type { Language } from '../../i18n/language.ts'
import type { App } from '../../state/app.ts'
import type { Room } from '../../state/room.ts'
import type { RoomView } from '../../state/room-view.ts'
import { useStore, useTexts } from '../../ui/hooks.ts'
import { icon } from '../../ui/icon.ts'
import { languageNames } from '../../ui/language-switch.tsx'

/**
 * Stays inside the controls' landmark, without a portal.
 * Not modal: the kit's modal menus lock scrolling by a style element, which the Content-Security-Policy refuses.
 */
export function MoreMenu({ app, room, view }: { app: App; room: Room; view: RoomView }) {
  const { t } = useTexts()
  const language = useStore(app.language)
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className="control" data-testid="more" aria-label={t('room.more')}>
        <Ellipsis {...icon} />
      </Menu.Trigger>
      <Menu.Content className="menu" side="top" align="center" sideOffset={8} collisionPadding={8}>
        {view.hosting ? (
          <>
            <Menu.Item className="menu-item" data-testid="invite" onSelect={room.showInvitation}>
              <UserPlus {...icon} />
              {t('people.invite')}
            </Menu.Item>
            <Menu.Item className="menu-item" data-testid="lock" onSelect={room.toggleLock}>
              {view.locked ? <LockOpen {...icon} /> : <Lock {...icon} />}
              {view.locked ? t('room.unlock') : t('room.lock')}
            </Menu.Item>
          </>
        ) : null}
        <Menu.Item className="menu-item" data-testid="keys" onSelect={() => room.show({ is: 'keys' })}>
          <Keyboard {...icon} />
          {t('room.keyboard')}
        </Menu.Item>
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
              onSelect={() => room.show({ is: 'end' })}
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
