import type { FormEvent } from 'react'
import type { Home } from '../../state/home.ts'
import { Field } from '../../ui/field.tsx'
import { useStore, useTexts } from '../../ui/hooks.ts'

export function SignInForm({ home }: { home: Home }) {
  const { t, say } = useTexts()
  const { account } = useStore(home.store)
  const problem = account.is === 'out' ? account.problem : null
  const busy = account.is === 'signingIn' || account.is === 'restoring'

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    void home.signIn(String(data.get('account') ?? ''), String(data.get('password') ?? ''))
  }

  return (
    <section className="panel" aria-labelledby="sign-in-title">
      <div>
        <h2 id="sign-in-title">{t('home.signIn')}</h2>
        <p className="field-hint">{t('home.signInLead')}</p>
      </div>
      <form className="form" onSubmit={submit}>
        <Field
          name="account"
          label={t('home.account')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          data-testid="account"
        />
        <Field
          name="password"
          type="password"
          label={t('home.accountPassword')}
          autoComplete="current-password"
          required
          data-testid="account-password"
          problem={problem ? say(problem) : null}
        />
        <button type="submit" className="button" data-testid="sign-in" disabled={busy}>
          {account.is === 'signingIn' ? t('home.signingIn') : t('home.signInGo')}
        </button>
      </form>
    </section>
  )
}
