import type { FormEvent } from 'react'
import type { Home } from '../../state/home.ts'
import { AccountFields, accountOf } from '../../ui/account-fields.tsx'
import { useStore, useTexts } from '../../ui/hooks.ts'

export function SignInForm({ home }: { home: Home }) {
  const { t, say } = useTexts()
  const { account } = useStore(home.store)
  const problem = account.is === 'out' ? account.problem : null
  const busy = account.is === 'signingIn' || account.is === 'restoring'

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    void home.signIn(...accountOf(event.currentTarget))
  }

  return (
    <section className="panel" aria-labelledby="sign-in-title">
      <div>
        <h2 id="sign-in-title">{t('home.signIn')}</h2>
        <p className="field-hint">{t('home.signInLead')}</p>
      </div>
      <form className="form" onSubmit={submit}>
        <AccountFields
          labels={{ account: t('home.account'), password: t('home.accountPassword') }}
          problem={problem ? say(problem) : null}
        />
        <button type="submit" className="button" data-testid="sign-in" disabled={busy}>
          {account.is === 'signingIn' ? t('home.signingIn') : t('home.signInGo')}
        </button>
      </form>
    </section>
  )
}
