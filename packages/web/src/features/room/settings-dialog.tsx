import type { Language } from '../../i18n/language.ts'
import type { App } from '../../state/app.ts'
import { inUse } from '../../state/device-choice.ts'
import type { Slot } from '../../state/devices.ts'
import type { Room } from '../../state/room.ts'
import type { CaptionSize, Theme } from '../../state/settings.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { useStore } from '../../ui/hooks.ts'
import { languageNames } from '../../ui/language-switch.tsx'
import { Choice, SettingsPart, Switch } from '../../ui/setting-fields.tsx'
import { useRoomTexts } from './use-room-texts.ts'

type Props = { app: App; room: Room }

export function SettingsDialog({ app, room }: Props) {
  const { t } = useRoomTexts()
  const settings = useStore(room.settings.store)
  const { change } = room.settings
  return (
    <Dialog title={t('settings.title')} onClose={() => room.panels.show(null)}>
      <div className="settings" data-testid="settings-dialog">
        <SettingsPart title={t('settings.devices')}>
          <DeviceField app={app} slot="audio" label={t('devices.audio')} />
          <DeviceField app={app} slot="video" label={t('devices.video')} />
          <DeviceField app={app} slot="output" label={t('devices.output')} />
        </SettingsPart>
        <SettingsPart title={t('settings.quality')}>
          <Switch
            label={t('room.audioOnly')}
            hint={t('settings.audioOnlyText')}
            value={settings.audioOnly}
            onChange={(audioOnly) => change({ audioOnly })}
          />
        </SettingsPart>
        <SettingsPart title={t('settings.sounds')}>
          <Switch
            label={t('settings.sounds')}
            hint={t('settings.soundsText')}
            value={settings.sounds}
            onChange={(sounds) => change({ sounds })}
          />
        </SettingsPart>
        <SettingsPart title={t('settings.keys')}>
          <Switch
            label={t('settings.shortcuts')}
            value={settings.shortcuts}
            onChange={(shortcuts) => change({ shortcuts })}
          />
          <Switch
            label={t('settings.singleKeys')}
            hint={t('settings.singleKeysText')}
            value={settings.singleKeys}
            onChange={(singleKeys) => change({ singleKeys })}
          />
          <Switch
            label={t('settings.pushToTalk')}
            value={settings.pushToTalk}
            onChange={(pushToTalk) => change({ pushToTalk })}
          />
        </SettingsPart>
        <SettingsPart title={t('settings.look')}>
          <Choice<CaptionSize>
            label={t('settings.captions')}
            value={settings.captionSize}
            options={[
              ['small', t('settings.size.small')],
              ['medium', t('settings.size.medium')],
              ['large', t('settings.size.large')],
            ]}
            onChange={(captionSize) => change({ captionSize })}
          />
          <Choice<Theme>
            label={t('settings.theme')}
            hint={t('settings.themeText')}
            value={settings.theme}
            options={[
              ['system', t('settings.theme.system')],
              ['light', t('settings.theme.light')],
              ['dark', t('settings.theme.dark')],
            ]}
            onChange={(theme) => change({ theme })}
          />
          <LanguageField app={app} />
        </SettingsPart>
      </div>
    </Dialog>
  )
}

function DeviceField({ app, slot, label }: { app: App; slot: Slot; label: string }) {
  const { t } = useRoomTexts()
  const { menus, chosen, audio, video } = useStore(app.devices.store)
  const list = menus[slot]
  const track = slot === 'audio' ? audio.track : slot === 'video' ? video.track : null
  const current = inUse(list, chosen[slot], track?.label)
  if (slot === 'output' && list.length === 0) return null
  const options: [string, string][] =
    list.length === 0
      ? [['', t('devices.none')]]
      : list.map(({ id, label: name }) => [id, name === '' ? t('devices.byBrowser') : name])
  return (
    <Choice
      label={label}
      value={current}
      options={options}
      onChange={(id) => void app.devices.choose(slot, id)}
    />
  )
}

function LanguageField({ app }: { app: App }) {
  const { t } = useRoomTexts()
  const language = useStore(app.language)
  return (
    <Choice<Language>
      label={t('app.language')}
      value={language}
      options={Object.entries(languageNames) as [Language, string][]}
      onChange={app.setLanguage}
    />
  )
}
