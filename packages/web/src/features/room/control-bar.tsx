import { Camera, CameraOff, LogOut, Mic, MicOff, Users } from 'lucide-react'
import { Tooltip } from 'radix-ui'
import type { ReactNode } from 'react'
import type { App } from '../../state/app.ts'
import type { Room } from '../../state/room.ts'
import type { RoomView } from '../../state/room-view.ts'
import { keyLabel, type ShortcutName, shortcuts } from '../../state/shortcuts.ts'
import { useStore, useTexts } from '../../ui/hooks.ts'
import { icon } from '../../ui/icon.ts'
import { MoreMenu } from './more-menu.tsx'

type Props = { app: App; room: Room; view: RoomView }

/** Labels name what the button will do, icons show how it is. Leave is last, red and apart. */
export function ControlBar({ app, room, view }: Props) {
  const { t } = useTexts()
  const { audio, video } = useStore(app.devices.store)
  const { peopleOpen } = useStore(room.store)
  const micOn = audio.on && !view.me.muted
  const cameraOn = video.on && view.me.cameraOpen
  const count = view.people.length

  return (
    <Tooltip.Provider delayDuration={500}>
      <footer className="bar" data-region="controls" tabIndex={-1}>
        <div className="bar-center" role="toolbar" aria-label={t('room.controls')}>
          <Hinted shortcut="mic">
            <button
              type="button"
              className="control"
              data-testid="mic"
              data-on={micOn}
              data-held={view.me.heldMuted}
              onClick={room.toggleMic}
            >
              {micOn ? <Mic {...icon} /> : <MicOff {...icon} />}
              <span className="control-text">{micOn ? t('mic.short.mute') : t('mic.short.unmute')}</span>
            </button>
          </Hinted>
          <Hinted shortcut="camera">
            <button
              type="button"
              className="control"
              data-testid="camera"
              data-on={cameraOn}
              onClick={room.toggleCamera}
            >
              {cameraOn ? <Camera {...icon} /> : <CameraOff {...icon} />}
              <span className="control-text">{cameraOn ? t('camera.off') : t('camera.on')}</span>
            </button>
          </Hinted>
          <Hinted shortcut="people">
            <button
              type="button"
              className="control"
              data-testid="people"
              data-open={peopleOpen}
              aria-expanded={peopleOpen}
              aria-label={t('room.peopleCount', { count })}
              onClick={() => room.showPeople(!peopleOpen)}
            >
              <Users {...icon} />
              <span className="control-count figures">{count}</span>
            </button>
          </Hinted>
          <MoreMenu app={app} room={room} view={view} />
          <button type="button" className="control control-leave" data-testid="leave" onClick={room.leave}>
            <LogOut {...icon} />
            <span className="control-text">{t('room.leave')}</span>
          </button>
        </div>
      </footer>
    </Tooltip.Provider>
  )
}

const isMac = () => /Mac|iPhone|iPad/u.test(navigator.userAgent)

/** Says the shortcut; the name is on the button itself. */
function Hinted({ shortcut, children }: { shortcut: ShortcutName; children: ReactNode }) {
  const { t } = useTexts()
  const { text, keys } = shortcuts[shortcut]
  const mac = isMac()
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content className="tip" sideOffset={8}>
          {t(text)}
          <kbd>{keys[0]?.map((key) => keyLabel(key, mac)).join(mac ? '' : '+')}</kbd>
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}
