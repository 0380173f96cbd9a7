import { Plus } from 'lucide-react'
import type { Console, ConsoleState } from '../../state/console/console.ts'
import type { RuleView } from '../../state/console/console-api.ts'
import { icon } from '../../ui/icon.ts'
import { PlaceLink, useConsoleTexts } from './pieces.tsx'
import { TargetState } from './target-state.tsx'

export function RulesView({ model, state }: { model: Console; state: ConsoleState }) {
  const { t } = useConsoleTexts()
  const { rules } = state
  return (
    <>
      <div className="console-head">
        <div>
          <h1>{t('rules')}</h1>
          <p className="muted">{t('rulesLead')}</p>
        </div>
        <PlaceLink model={model} to={{ is: 'newRule' }} className="button button-primary">
          <Plus {...icon} />
          {t('newRule')}
        </PlaceLink>
      </div>
      <MessageSwitch model={model} state={state} />
      {rules === null && !state.problem ? <p className="muted">{t('loading')}</p> : null}
      {rules?.length === 0 ? <p className="muted">{t('noRules')}</p> : null}
      {rules && rules.length > 0 ? (
        <ul className="rows">
          {rules.map((rule) => (
            <RuleRow key={rule.id} model={model} rule={rule} busy={state.busy} />
          ))}
        </ul>
      ) : null}
    </>
  )
}

/** The one switch of the cloud document's console. */
function MessageSwitch({ model, state }: { model: Console; state: ConsoleState }) {
  const { t } = useConsoleTexts()
  const bus = state.buses?.find(({ name }) => name === 'default')
  if (!bus) return null
  return (
    <section className="panel console-switch" aria-labelledby="switch-title">
      <div>
        <h2 id="switch-title">{t('switch')}</h2>
        <p className="muted" id="switch-text">
          {bus.enabled ? t('switchOn') : t('switchOff')}
        </p>
      </div>
      <button
        type="button"
        role="switch"
        aria-checked={bus.enabled}
        aria-labelledby="switch-title"
        aria-describedby="switch-text"
        className="switch"
        data-testid="messages-switch"
        aria-disabled={state.busy}
        onClick={() => void model.switchMessages(!bus.enabled)}
      />
    </section>
  )
}

function RuleRow({ model, rule, busy }: { model: Console; rule: RuleView; busy: boolean }) {
  const { t } = useConsoleTexts()
  const { name, enabled } = rule
  return (
    <li className="row" data-testid="rule">
      <div className="row-what">
        <h2 className="row-title">
          <PlaceLink model={model} to={{ is: 'rule', id: rule.id }}>
            {name}
          </PlaceLink>
        </h2>
        <p className="muted">
          {t('bus')} {rule.bus} · {enabled ? t('enabled') : t('disabled')}
          {rule.description ? ` · ${rule.description}` : ''}
        </p>
        {rule.targets.map((target) => (
          <p key={target.id} className="row-target">
            <span className="url">{target.url}</span> <TargetState target={target} />
          </p>
        ))}
      </div>
      <button
        type="button"
        className="button"
        aria-label={enabled ? t('disableOf', { name }) : t('enableOf', { name })}
        aria-disabled={busy}
        onClick={() => void model.enable(rule, !enabled)}
      >
        {enabled ? t('disable') : t('enable')}
      </button>
    </li>
  )
}
