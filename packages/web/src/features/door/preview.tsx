import { Camera, CameraOff, Mic, MicOff, Settings2, SwitchCamera } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import type { PlainKey } from '../../i18n/texts.ts'
import type { App } from '../../state/app.ts'
import { halfTrouble, wholeTrouble } from '../../state/device-words.ts'
import type { Devices, DevicesState, Trouble } from '../../state/devices.ts'
import { DeviceMenus } from '../../ui/device-menus.tsx'
import { useStore, useTexts } from '../../ui/hooks.ts'
import { icon } from '../../ui/icon.ts'
import { Picture } from '../../ui/picture.tsx'
import { phone, useMedia } from '../../ui/use-media.ts'
import { MicLevel } from './mic-level.tsx'
import { PermissionHelp } from './permission-help.tsx'
import './preview.css'

const troubleTexts = {
  denied: ['door.denied', 'door.deniedText'],
  dismissed: ['door.dismissed', 'door.dismissedText'],
  system: ['door.system', 'door.systemText'],
  missing: ['door.noDevice', 'door.noDeviceText'],
  busy: ['door.busy', 'door.busyText'],
  insecure: ['door.insecure', 'door.insecureText'],
} as const satisfies Record<Trouble, readonly [PlainKey, PlainKey]>

/** Own picture with its switches, or the way to one. */
export function Preview({ app }: { app: App }) {
  const { t } = useTexts()
  const devices = useStore(app.devices.store)
  const { access, video, facing, canFlip } = devices
  const trouble = wholeTrouble(devices)
  const settled = access === 'settled' && trouble === null

  return (
    <section className="preview" aria-label={t('door.preview')}>
      <div className="preview-stage" data-ground="stage">
        {video.track && video.on ? (
          <Picture
            track={video.track}
            own
            mirrored={facing === 'user'}
            label={t('door.preview')}
            testId="own-picture"
          />
        ) : settled ? (
          <p className="preview-words">{t('door.cameraOff')}</p>
        ) : trouble ? (
          <TroubleWords app={app} trouble={trouble} />
        ) : access === 'asking' ? (
          <Words title={t('door.asking')} text={t('door.without')} />
        ) : (
          <Words title={t('door.allowText')} text={t('door.without')}>
            <button
              type="button"
              className="button"
              data-testid="allow-devices"
              onClick={() => void app.devices.ask()}
            >
              {t('door.allow')}
            </button>
          </Words>
        )}
        {settled && canFlip && video.on ? (
          <button
            type="button"
            className="flip"
            data-testid="flip"
            aria-label={t('devices.flip')}
            onClick={() => void app.devices.flip()}
          >
            <SwitchCamera {...icon} />
          </button>
        ) : null}
      </div>
      {settled ? <Switches app={app} devices={app.devices} state={devices} /> : null}
    </section>
  )
}

function Switches({ app, devices, state }: { app: App; devices: Devices; state: DevicesState }) {
  const { t } = useTexts()
  const { audio, video } = state
  const { silent } = useStore(app.micWatch.store)
  const small = useMedia(phone)
  const half = halfTrouble(state)
  useEffect(() => app.micWatch.start(), [app.micWatch])
  const menus = <DeviceMenus devices={devices} speakerTest={app.speakerTest} />
  return (
    <>
      <div className="preview-bar">
        <button
          type="button"
          className="switch"
          data-testid="mic"
          data-on={audio.on}
          onClick={() => void devices.set('audio', !audio.on)}
        >
          {audio.on ? <Mic {...icon} /> : <MicOff {...icon} />}
          {audio.on ? t('mic.mute') : t('mic.unmute')}
        </button>
        <button
          type="button"
          className="switch"
          data-testid="camera"
          data-on={video.on}
          onClick={() => void devices.set('video', !video.on)}
        >
          {video.on ? <Camera {...icon} /> : <CameraOff {...icon} />}
          {video.on ? t('camera.off') : t('camera.on')}
        </button>
        <MicLevel track={audio.on ? audio.track : null} />
      </div>
      {half ? <p className="field-hint">{t(half)}</p> : null}
      <p role="status" className={silent ? 'preview-silent' : 'unseen'} data-testid="silent-mic">
        {silent ? t('door.silent') : ''}
      </p>
      {small ? (
        <details className="device-more">
          <summary>
            <Settings2 {...icon} />
            {t('devices.settings')}
          </summary>
          {menus}
        </details>
      ) : (
        menus
      )}
    </>
  )
}

function TroubleWords({ app, trouble }: { app: App; trouble: Trouble }) {
  const { t } = useTexts()
  const [helping, setHelping] = useState(false)
  const [title, text] = troubleTexts[trouble]
  return (
    <Words title={t(title)} text={t(text)}>
      <div className="preview-actions">
        {trouble === 'denied' || trouble === 'system' ? (
          <button
            type="button"
            className="button"
            data-testid="permission-help"
            onClick={() => setHelping(true)}
          >
            {t('door.howToAllow')}
          </button>
        ) : null}
        {trouble === 'insecure' ? null : (
          <button type="button" className="button" onClick={() => void app.devices.retry()}>
            {t('app.retry')}
          </button>
        )}
      </div>
      {helping ? (
        <PermissionHelp agent={app.agent} trouble={trouble} onClose={() => setHelping(false)} />
      ) : null}
    </Words>
  )
}

function Words({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  return (
    <div className="preview-words" role="status">
      <p className="preview-title">{title}</p>
      <p className="muted">{text}</p>
      {children}
    </div>
  )
}
