import type { FormEvent } from 'react'
import type { Console, ConsoleState } from '../../state/console/console.ts'
import { AccountFields, accountOf } from '../../ui/account-fields.tsx'
import { SaidText, useConsoleTexts } from './pieces.tsx'

export function SignIn({ model, state }: { model: Console; state: ConsoleState }) {
  const { t } = useConsoleTexts()
  const { account } = state
  const problem = account.is === 'out' ? account.problem : null
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    void model.signIn(...accountOf(event.currentTarget))
  }
  return (
    <section className="panel console-sign-in" aria-labelledby="console-title">
      <div>
        <h1 id="console-title">{t('title')}</h1>
        <p className="field-hint">{t('signInLead')}</p>
      </div>
      <form className="form" onSubmit={submit}>
        <AccountFields labels={{ account: t('account'), password: t('password') }} />
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
