import { type FormEvent, useId } from 'react'
import type { Console, ConsoleState } from '../../state/console/console.ts'
import type { NewTarget, RuleView, TargetView } from '../../state/console/console-api.ts'
import { Field } from '../../ui/field.tsx'
import { SelectField } from './fields.tsx'
import { useConsoleTexts } from './pieces.tsx'
import { TargetState } from './target-state.tsx'

const DIALECTS = ['cloudevents', 'cloudevents-binary', 'seed'] as const
const SCHEDULES = ['STANDARD_WEBHOOKS_RETRY', 'BACKOFF_RETRY', 'EXPONENTIAL_DECAY_RETRY'] as const
const MOST_TARGETS = 5

export function Targets({ model, state, rule }: { model: Console; state: ConsoleState; rule: RuleView }) {
  const { t } = useConsoleTexts()
  const title = useId()
  return (
    <section className="panel" aria-labelledby={title}>
      <h2 id={title}>{t('targets')}</h2>
      {rule.targets.length === 0 ? <p className="muted">{t('noTargets')}</p> : null}
      <ul className="rows">
        {rule.targets.map((target) => (
          <TargetRow key={target.id} model={model} target={target} busy={state.busy} />
        ))}
      </ul>
      {rule.targets.length < MOST_TARGETS ? <TargetForm model={model} rule={rule} busy={state.busy} /> : null}
    </section>
  )
}

function TargetRow({ model, target, busy }: { model: Console; target: TargetView; busy: boolean }) {
  const { t } = useConsoleTexts()
  const { id, name } = target
  const running = target.state.is === 'running'
  return (
    <li className="row" data-testid="target">
      <div className="row-what">
        <h3 className="row-title">{name}</h3>
        <p className="url">{target.url}</p>
        <p className="muted">
          {t(`dialect.${target.dialect}`)} · {t(`schedule.${target.retry}`)}
        </p>
        <TargetState target={target} />
      </div>
      <div className="console-actions">
        <button
          type="button"
          className="button"
          aria-label={running ? t('pauseOf', { name }) : t('resumeOf', { name })}
          aria-disabled={busy}
          onClick={() => void model.pause(id, running)}
        >
          {running ? t('pause') : t('resume')}
        </button>
        <button
          type="button"
          className="button"
          aria-label={t('sendTestTo', { name })}
          aria-disabled={busy}
          onClick={() => void model.sendTest(id)}
        >
          {t('sendTest')}
        </button>
        <button
          type="button"
          className="button"
          aria-label={t('rotateOf', { name })}
          aria-disabled={busy}
          onClick={() => void model.rotate(id)}
        >
          {t('rotate')}
        </button>
        <button
          type="button"
          className="button"
          aria-label={t('deleteTarget', { name })}
          aria-disabled={busy}
          onClick={() => model.ask({ is: 'target', id, name })}
        >
          {t('delete')}
        </button>
      </div>
    </li>
  )
}

function TargetForm({ model, rule, busy }: { model: Console; rule: RuleView; busy: boolean }) {
  const { t } = useConsoleTexts()
  const title = useId()
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const data = new FormData(form)
    const read = (name: string) => String(data.get(name) ?? '').trim()
    const target = {
      name: read('name'),
      url: read('url'),
      dialect: read('dialect') as NewTarget['dialect'],
      retry: read('retry') as NewTarget['retry'],
    }
    // What was refused stays typed.
    if (await model.addTarget(target)) form.reset()
  }
  return (
    <form className="form" aria-labelledby={title} onSubmit={(event) => void submit(event)}>
      <h3 id={title}>{t('newTarget')}</h3>
      <div className="console-pair">
        <Field
          name="name"
          label={t('targetName')}
          defaultValue={freeName(rule)}
          maxLength={127}
          autoComplete="off"
          required
        />
        <Field name="url" type="url" label={t('url')} placeholder="https://" autoComplete="off" required />
      </div>
      <div className="console-pair">
        <SelectField
          name="dialect"
          label={t('dialect')}
          options={DIALECTS.map((one) => [one, t(`dialect.${one}`)])}
          defaultValue={rule.bus === 'default' ? 'seed' : 'cloudevents'}
        />
        <SelectField
          name="retry"
          label={t('schedule')}
          options={SCHEDULES.map((one) => [one, t(`schedule.${one}`)])}
          defaultValue="STANDARD_WEBHOOKS_RETRY"
        />
      </div>
      <div>
        <button type="submit" className="button" aria-disabled={busy}>
          {t('add')}
        </button>
      </div>
    </form>
  )
}

function freeName({ targets }: RuleView): string {
  const taken = new Set(targets.map(({ name }) => name))
  for (let no = 1; ; no += 1) if (!taken.has(`target-${no}`)) return `target-${no}`
}
