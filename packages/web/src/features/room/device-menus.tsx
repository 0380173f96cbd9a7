import { Check, ChevronUp, SwitchCamera } from 'lucide-react'
import { DropdownMenu as Menu } from 'radix-ui'
import type { ReactNode } from 'react'
import type { App } from '../../state/app.ts'
import { inUse } from '../../state/device-choice.ts'
import type { Slot } from '../../state/devices.ts'
import type { Room } from '../../state/room.ts'
import { useStore } from '../../ui/hooks.ts'
import { icon, smallIcon } from '../../ui/icon.ts'
import { useRoomTexts } from './use-room-texts.ts'

type Props = { app: App; room: Room }

export function MicMenu({ app, room }: Props) {
  const { t } = useRoomTexts()
  return (
    <Caret label={t('control.micAndSpeaker')} testId="mic-menu" room={room}>
      <Choices app={app} slot="audio" title={t('devices.audio')} />
      <Choices app={app} slot="output" title={t('devices.output')} />
    </Caret>
  )
}

export function CameraMenu({ app, room }: Props) {
  const { t } = useRoomTexts()
  const { canFlip } = useStore(app.devices.store)
  return (
    <Caret label={t('devices.cameraOptions')} testId="camera-menu" room={room}>
      <Choices app={app} slot="video" title={t('devices.video')} />
      {canFlip ? (
        <Menu.Item className="menu-item" onSelect={() => void app.devices.flip()}>
          <SwitchCamera {...icon} />
          {t('devices.flip')}
        </Menu.Item>
      ) : null}
    </Caret>
  )
}

function Caret({
  label,
  testId,
  room,
  children,
}: {
  label: string
  testId: string
  room: Room
  children: ReactNode
}) {
  const { t } = useRoomTexts()
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className="control-caret" data-testid={testId} aria-label={label}>
        <ChevronUp {...smallIcon} />
      </Menu.Trigger>
      <Menu.Content className="menu" side="top" align="center" sideOffset={8} collisionPadding={8}>
        {children}
        <Menu.Separator className="menu-line" />
        <Menu.Item className="menu-item" onSelect={() => room.panels.show({ is: 'settings' })}>
          {t('devices.more')}
        </Menu.Item>
      </Menu.Content>
    </Menu.Root>
  )
}

function Choices({ app, slot, title }: { app: App; slot: Slot; title: string }) {
  const { t } = useRoomTexts()
  const { menus, chosen, audio, video } = useStore(app.devices.store)
  const list = menus[slot]
  const track = slot === 'audio' ? audio.track : slot === 'video' ? video.track : null
  const current = inUse(list, chosen[slot], track?.label)
  // Where a page may not choose the speaker there is nothing to say about it.
  if (slot === 'output' && list.length === 0) return null
  return (
    <>
      <Menu.Label className="menu-label">{title}</Menu.Label>
      {list.length === 0 ? (
        <Menu.Item className="menu-item muted" disabled>
          {t('devices.none')}
        </Menu.Item>
      ) : (
        <Menu.RadioGroup value={current} onValueChange={(id) => void app.devices.choose(slot, id)}>
          {list.map(({ id, label }) => (
            <Menu.RadioItem key={id} value={id} className="menu-item">
              <span className="menu-check">
                <Menu.ItemIndicator>
                  <Check {...icon} />
                </Menu.ItemIndicator>
              </span>
              {label === '' ? t('devices.byBrowser') : label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      )}
    </>
  )
}
