import type { FormEvent } from 'react'
import type { Console, ConsoleState } from '../../state/console/console.ts'
import { Field } from '../../ui/field.tsx'
import { SaidText, useConsoleTexts } from './pieces.tsx'

export function SignIn({ model, state }: { model: Console; state: ConsoleState }) {
  const { t } = useConsoleTexts()
  const { account } = state
  const problem = account.is === 'out' ? account.problem : null
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    void model.signIn(String(data.get('account') ?? ''), String(data.get('password') ?? ''))
  }
  return (
    <section className="panel console-sign-in" aria-labelledby="console-title">
      <div>
        <h1 id="console-title">{t('title')}</h1>
        <p className="field-hint">{t('signInLead')}</p>
      </div>
      <form className="form" onSubmit={submit}>
        <Field
          name="account"
          label={t('account')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          data-testid="account"
        />
        <Field
          name="password"
          type="password"
          label={t('password')}
          autoComplete="current-password"
          required
          data-testid="account-password"
        />
        {problem ? (
          <p role="alert" className="field-problem">
            <SaidText said={problem} />
          </p>
        ) : null}
        <button
          type="submit"
          className="button button-primary"
          data-testid="sign-in"
          disabled={account.is !== 'out'}
        >
          {t('signIn')}
        </button>
      </form>
    </section>
  )
}
