import type { MeetingRules } from '../../state/host-view.ts'
import type { RuleName } from '../../state/meeting-settings.ts'
import type { Room } from '../../state/room.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { useStore } from '../../ui/hooks.ts'
import { Choice, SettingsPart, Switch } from '../../ui/setting-fields.tsx'
import { useRoomTexts } from '../room/use-room-texts.ts'

type Switches = { [Name in RuleName]: MeetingRules[Name] extends boolean ? Name : never }[RuleName]
type Choices = Exclude<RuleName, Switches>

/** Each change goes at once; what is shown in the end is what the meeting says. */
export function MeetingSettingsDialog({ room }: { room: Room }) {
  const { t } = useRoomTexts()
  const host = useStore(room.host.store)
  const wished = useStore(room.host.settings.wished)
  return (
    <Dialog title={t('rules.title')} onClose={() => room.panels.show(null)}>
      {host?.rules ? (
        <Rules room={room} rules={{ ...host.rules, ...wished }} />
      ) : (
        <p className="muted">{t('rules.none')}</p>
      )}
    </Dialog>
  )
}

function Rules({ room, rules }: { room: Room; rules: MeetingRules }) {
  const { t } = useRoomTexts()
  const { change } = room.host.settings
  /** What both kinds of field need of a setting. */
  const of = <Name extends RuleName>(name: Name) => ({
    value: rules[name],
    testId: `rule-${name}`,
    onChange: (value: MeetingRules[Name]) => change(name, value),
  })
  const may = (name: Switches, hint?: string) => (
    <Switch label={t(`rules.${name}`)} hint={hint} {...of(name)} />
  )
  const choice = <Name extends Choices>(
    name: Name,
    options: readonly (readonly [MeetingRules[Name], string])[],
  ) => {
    const key: Choices = name
    return <Choice label={t(`rules.${key}`)} options={options} {...of(name)} />
  }

  return (
    <div className="settings">
      <SettingsPart title={t('rules.door')}>
        {may('locked', t('rules.lockedText'))}
        {may('waitingRoom', t('rules.waitingRoomText'))}
        {choice('joinScope', [
          ['everyone', t('rules.joinScope.everyone')],
          ['tenant', t('rules.joinScope.tenant')],
          ['invited', t('rules.joinScope.invited')],
        ])}
        {may('memberInvite')}
      </SettingsPart>
      <SettingsPart title={t('rules.people')}>
        {may('muteOnEntry')}
        {may('allowUnmute')}
        {may('allowOpenCamera')}
        {may('allowRename')}
        {choice('shareBy', [
          ['everyone', t('rules.shareBy.everyone')],
          ['hosts', t('rules.shareBy.hosts')],
        ])}
        {may('shareLocked', t('rules.shareLockedText'))}
        {choice('chat', [
          ['free', t('rules.chat.free')],
          ['public', t('rules.chat.public')],
          ['private', t('rules.chat.private')],
          ['none', t('rules.chat.none')],
        ])}
      </SettingsPart>
    </div>
  )
}
