import { Trash2 } from 'lucide-react'
import { type FormEvent, useId, useRef } from 'react'
import type { Console, ConsoleState } from '../../state/console/console.ts'
import type { RuleView as Rule, RuleDraft } from '../../state/console/console-api.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { icon } from '../../ui/icon.ts'
import { AreaField, SelectField } from './fields.tsx'
import { useConsoleTexts } from './pieces.tsx'
import { Targets } from './targets.tsx'
import { Tester } from './tester.tsx'

/** Of the pattern's field; more of it scrolls. */
const MOST_LINES = 20

/** One rule: what it picks, a way to try that, and where it goes. */
export function RuleView({ model, state }: { model: Console; state: ConsoleState }) {
  const { t } = useConsoleTexts()
  const { place, rule, buses, problem } = state
  if (!buses || (place.is === 'rule' && !rule))
    return problem ? null : <p className="muted">{t('loading')}</p>
  return (
    <>
      <div className="console-head">
        <h1>{rule ? t('ruleOf', { name: rule.name }) : t('newRule')}</h1>
        {rule ? <RuleActions model={model} rule={rule} busy={state.busy} /> : null}
      </div>
      <RuleForm model={model} state={state} rule={rule} buses={buses.map(({ name }) => name)} />
      {rule ? <Targets model={model} state={state} rule={rule} /> : <p className="muted">{t('unsaved')}</p>}
      <Questions model={model} state={state} />
    </>
  )
}

function RuleActions({ model, rule, busy }: { model: Console; rule: Rule; busy: boolean }) {
  const { t } = useConsoleTexts()
  return (
    <div className="console-actions">
      <button
        type="button"
        className="button"
        aria-disabled={busy}
        onClick={() => void model.enable(rule, !rule.enabled)}
      >
        {rule.enabled ? t('disable') : t('enable')}
      </button>
      <button
        type="button"
        className="button"
        aria-disabled={busy}
        onClick={() => model.ask({ is: 'rule', name: rule.name })}
      >
        <Trash2 {...icon} />
        {t('deleteRule')}
      </button>
    </div>
  )
}

function RuleForm({
  model,
  state,
  rule,
  buses,
}: {
  model: Console
  state: ConsoleState
  rule: Rule | null
  buses: readonly string[]
}) {
  const { t } = useConsoleTexts()
  const form = useRef<HTMLFormElement>(null)
  const warnings = useId()
  const pattern = rule ? JSON.stringify(rule.pattern, null, 2) : '{}'
  const draft = (): RuleDraft => {
    const data = new FormData(form.current ?? undefined)
    const read = (name: string) => String(data.get(name) ?? '')
    return {
      name: read('name').trim(),
      bus: rule?.bus ?? read('bus'),
      description: read('description').trim(),
      pattern: read('pattern'),
    }
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    void model.save(draft())
  }
  return (
    <section className="panel" aria-label={t('rule')}>
      <form className="form" ref={form} onSubmit={submit}>
        <div className="console-pair">
          <Field
            name="name"
            label={t('name')}
            hint={t('nameHint')}
            defaultValue={rule?.name ?? ''}
            pattern="[A-Za-z0-9][A-Za-z0-9\-]{0,126}"
            maxLength={127}
            autoComplete="off"
            required
          />
          {rule ? (
            <Field label={t('bus')} hint={t('busHint')} value={rule.bus} readOnly />
          ) : (
            <SelectField
              name="bus"
              label={t('bus')}
              hint={t('busHint')}
              options={buses.map((bus) => [bus, bus])}
              defaultValue="parley"
            />
          )}
        </div>
        <Field
          name="description"
          label={t('description')}
          defaultValue={rule?.description ?? ''}
          maxLength={512}
          autoComplete="off"
        />
        <AreaField
          name="pattern"
          label={t('pattern')}
          hint={t('patternHint')}
          rows={Math.min(MOST_LINES, Math.max(4, pattern.split('\n').length))}
          defaultValue={pattern}
          required
        />
        {rule && rule.warnings.length > 0 ? (
          <div className="console-warnings">
            <p id={warnings}>{t('warnings')}</p>
            <ul aria-labelledby={warnings}>
              {rule.warnings.map((warning) => (
                <li key={warning}>{warning}</li>
              ))}
            </ul>
          </div>
        ) : null}
        <div>
          <button type="submit" className="button button-primary" aria-disabled={state.busy}>
            {t('save')}
          </button>
        </div>
      </form>
      <Tester
        state={state}
        onRecent={() => void model.tryRecent(draft().bus, draft().pattern)}
        onEvent={(event) => void model.test(draft().bus, draft().pattern, event)}
      />
    </section>
  )
}

/** What waits for a yes, and the secret that is shown once. */
function Questions({ model, state }: { model: Console; state: ConsoleState }) {
  const { t } = useConsoleTexts()
  const { deleting, secret } = state
  if (secret)
    return (
      <Dialog
        title={t('secretTitle')}
        text={t('secretText')}
        onClose={model.hideSecret}
        actions={<CopyButton primary text={secret} label={t('copy')} />}
      >
        <p className="fact-long code">{secret}</p>
      </Dialog>
    )
  if (!deleting) return null
  const { name } = deleting
  return (
    <Dialog
      question
      title={t('deleteTitle', { name })}
      text={deleting.is === 'rule' ? t('deleteRuleText') : t('deleteTargetText')}
      onClose={() => model.ask(null)}
      actions={
        <>
          <button type="button" className="button" onClick={() => model.ask(null)}>
            {t('keep')}
          </button>
          <button type="button" className="button button-danger" onClick={() => void model.confirm()}>
            {t('delete')}
          </button>
        </>
      }
    />
  )
}
