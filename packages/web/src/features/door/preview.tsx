import { Camera, CameraOff, Mic, MicOff } from 'lucide-react'
import type { App } from '../../state/app.ts'
import type { DevicesState, Trouble } from '../../state/devices.ts'
import { useStore, useTexts } from '../../ui/hooks.ts'
import { icon } from '../../ui/icon.ts'
import { Picture } from '../../ui/picture.tsx'
import { MicLevel } from './mic-level.tsx'

const troubleTexts = {
  denied: ['door.denied', 'door.deniedText'],
  dismissed: ['door.dismissed', 'door.dismissedText'],
  system: ['door.system', 'door.systemText'],
  missing: ['door.noDevice', 'door.noDeviceText'],
  busy: ['door.busy', 'door.busyText'],
  insecure: ['door.insecure', 'door.insecureText'],
} as const satisfies Record<Trouble, readonly [string, string]>

/** The one sentence for both devices: what keeps everything away, if nothing works at all. */
const wholeTrouble = ({ audio, video }: DevicesState): Trouble | null =>
  audio.track || video.track || audio.on || video.on ? null : (audio.trouble ?? video.trouble)

/** Own picture with its switches, or the way to one. */
export function Preview({ app }: { app: App }) {
  const { t } = useTexts()
  const devices = useStore(app.devices.store)
  const { access, audio, video } = devices
  const trouble = wholeTrouble(devices)
  const settled = access === 'settled' && trouble === null

  return (
    <section className="preview" aria-label={t('door.preview')}>
      <div className="preview-stage" data-ground="stage">
        {video.track && video.on ? (
          <Picture track={video.track} mirrored label={t('door.preview')} />
        ) : settled ? (
          <p className="preview-words">{t('door.cameraOff')}</p>
        ) : trouble ? (
          <Words title={t(troubleTexts[trouble][0])} text={t(troubleTexts[trouble][1])}>
            {trouble === 'insecure' ? null : (
              <button type="button" className="button" onClick={() => void app.devices.retry()}>
                {t('app.retry')}
              </button>
            )}
          </Words>
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
      </div>
      {settled ? (
        <div className="preview-bar">
          <button
            type="button"
            className="switch"
            data-testid="mic"
            data-on={audio.on}
            onClick={() => void app.devices.set('audio', !audio.on)}
          >
            {audio.on ? <Mic {...icon} /> : <MicOff {...icon} />}
            {audio.on ? t('mic.mute') : t('mic.unmute')}
          </button>
          <button
            type="button"
            className="switch"
            data-testid="camera"
            data-on={video.on}
            onClick={() => void app.devices.set('video', !video.on)}
          >
            {video.on ? <Camera {...icon} /> : <CameraOff {...icon} />}
            {video.on ? t('camera.off') : t('camera.on')}
          </button>
          <MicLevel track={audio.on ? audio.track : null} />
        </div>
      ) : null}
      {settled && audio.trouble ? <p className="field-hint">{t('door.onlyCamera')}</p> : null}
      {settled && video.trouble ? <p className="field-hint">{t('door.onlyMic')}</p> : null}
    </section>
  )
}

function Words({ title, text, children }: { title: string; text: string; children?: React.ReactNode }) {
  return (
    <div className="preview-words" role="status">
      <p className="preview-title">{title}</p>
      <p className="muted">{text}</p>
      {children}
    </div>
  )
}
