import { Camera, Mic, Volume2 } from 'lucide-react'
import type { Devices, Slot } from '../state/devices.ts'
import type { SpeakerTest } from '../state/speaker-test.ts'
import { useStore, useTexts } from './hooks.ts'
import { smallIcon } from './icon.ts'

const slots = ['audio', 'video', 'output'] as const
const icons = { audio: Mic, video: Camera, output: Volume2 } as const

/** Microphone, camera and speaker by name, as far as the browser lets one choose; and a tone to hear the speaker by. */
export function DeviceMenus({ devices, speakerTest }: { devices: Devices; speakerTest: SpeakerTest }) {
  return (
    <div className="device-menus">
      {slots.map((slot) => (
        <DeviceMenu key={slot} devices={devices} slot={slot} />
      ))}
      <SpeakerButton devices={devices} speakerTest={speakerTest} />
    </div>
  )
}

function DeviceMenu({ devices, slot }: { devices: Devices; slot: Slot }) {
  const { t } = useTexts()
  const { menus, chosen } = useStore(devices.store)
  const choices = menus[slot]
  const Icon = icons[slot]
  if (choices.length === 0) return null
  return (
    <label className="device-menu">
      <Icon {...smallIcon} />
      <span className="unseen">{t(`devices.${slot}`)}</span>
      <select
        className="device-select"
        data-testid={`choose-${slot}`}
        value={chosen[slot]}
        onChange={(event) => void devices.choose(slot, event.currentTarget.value)}
      >
        {choices.some(({ id }) => id === chosen[slot]) ? null : (
          <option value={chosen[slot]}>{t('devices.byBrowser')}</option>
        )}
        {choices.map(({ id, label }) => (
          <option key={id} value={id}>
            {label === '' ? t('devices.byBrowser') : label}
          </option>
        ))}
      </select>
    </label>
  )
}

function SpeakerButton({ devices, speakerTest }: { devices: Devices; speakerTest: SpeakerTest }) {
  const { t } = useTexts()
  const state = useStore(speakerTest.store)
  const { chosen } = useStore(devices.store)
  return (
    <>
      <button
        type="button"
        className="device-test"
        data-testid="test-speaker"
        aria-disabled={state === 'playing' || undefined}
        onClick={() => void speakerTest.play(chosen.output)}
      >
        <Volume2 {...smallIcon} />
        {state === 'playing' ? t('devices.testing') : t('devices.test')}
      </button>
      <span role="status" className={state === 'failed' ? 'field-problem device-failed' : 'unseen'}>
        {state === 'failed' ? t('devices.testFailed') : ''}
      </span>
    </>
  )
}
