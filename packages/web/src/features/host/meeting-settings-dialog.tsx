import { type ReactNode, useId } from 'react'
import type { MeetingRules } from '../../state/host-view.ts'
import type { MeetingSettings, RuleName } from '../../state/meeting-settings.ts'
import type { Room } from '../../state/room.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { useStore } from '../../ui/hooks.ts'
import { useRoomTexts } from '../room/use-room-texts.ts'

type Switches = { [Name in RuleName]: MeetingRules[Name] extends boolean ? Name : never }[RuleName]
type Choices = Exclude<RuleName, Switches>

/** Each change goes at once; what is shown in the end is what the meeting says. */
export function MeetingSettingsDialog({ room }: { room: Room }) {
  const { t } = useRoomTexts()
  const host = useStore(room.host.store)
  const wished = useStore(room.host.settings.wished)
  const rules = host?.rules ? { ...host.rules, ...wished } : null
  const { change } = room.host.settings
  return (
    <Dialog title={t('rules.title')} onClose={() => room.panels.show(null)}>
      {rules === null ? (
        <p className="muted">{t('rules.none')}</p>
      ) : (
        <div className="rules">
          <Part title={t('rules.door')}>
            <Switch name="locked" hint={t('rules.lockedText')} {...{ rules, change }} />
            <Switch name="waitingRoom" hint={t('rules.waitingRoomText')} {...{ rules, change }} />
            <Choice
              name="joinScope"
              label={t('rules.joinScope')}
              options={[
                ['everyone', t('rules.joinScope.everyone')],
                ['tenant', t('rules.joinScope.tenant')],
                ['invited', t('rules.joinScope.invited')],
              ]}
              {...{ rules, change }}
            />
            <Switch name="memberInvite" {...{ rules, change }} />
          </Part>
          <Part title={t('rules.people')}>
            <Switch name="muteOnEntry" {...{ rules, change }} />
            <Switch name="allowUnmute" {...{ rules, change }} />
            <Switch name="allowOpenCamera" {...{ rules, change }} />
            <Switch name="allowRename" {...{ rules, change }} />
            <Choice
              name="shareBy"
              label={t('rules.shareBy')}
              options={[
                ['everyone', t('rules.shareBy.everyone')],
                ['hosts', t('rules.shareBy.hosts')],
              ]}
              {...{ rules, change }}
            />
            <Switch name="shareLocked" hint={t('rules.shareLockedText')} {...{ rules, change }} />
            <Choice
              name="chat"
              label={t('rules.chat')}
              options={[
                ['free', t('rules.chat.free')],
                ['public', t('rules.chat.public')],
                ['private', t('rules.chat.private')],
                ['none', t('rules.chat.none')],
              ]}
              {...{ rules, change }}
            />
          </Part>
        </div>
      )}
    </Dialog>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="rules-part">
      <legend className="rules-title">{title}</legend>
      {children}
    </fieldset>
  )
}

type Common = { rules: MeetingRules; change: MeetingSettings['change'] }

function Switch({ name, hint, rules, change }: Common & { name: Switches; hint?: string }) {
  const { t } = useRoomTexts()
  const id = useId()
  return (
    <div>
      <label className="check">
        <input
          type="checkbox"
          checked={rules[name]}
          data-testid={`rule-${name}`}
          aria-describedby={hint === undefined ? undefined : id}
          onChange={(event) => change(name, event.target.checked)}
        />
        <span>{t(`rules.${name}`)}</span>
      </label>
      {hint === undefined ? null : (
        <p id={id} className="field-hint rules-hint">
          {hint}
        </p>
      )}
    </div>
  )
}

type ChoiceProps<Name extends Choices> = Common & {
  name: Name
  label: string
  options: readonly (readonly [MeetingRules[Name], string])[]
}

function Choice<Name extends Choices>({ name, label, options, rules, change }: ChoiceProps<Name>) {
  const id = useId()
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className="input"
        value={rules[name]}
        data-testid={`rule-${name}`}
        onChange={(event) => change(name, event.target.value as MeetingRules[Name])}
      >
        {options.map(([one, text]) => (
          <option key={one} value={one}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}
