import type { FormEvent } from 'react'
import type { App } from '../../state/app.ts'
import type { Home } from '../../state/home.ts'
import { Field } from '../../ui/field.tsx'
import { useStore, useTexts } from '../../ui/hooks.ts'

/** One field for link or number; the password appears once it is a number. */
export function EnterForm({ app, home, wide = false }: { app: App; home: Home; wide?: boolean }) {
  const { t, say } = useTexts()
  const { target, enterProblem } = useStore(home.store)
  const problem = (field: 'target' | 'password') =>
    enterProblem?.field === field ? say(enterProblem.message) : null

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const entrance = home.enter(String(data.get('target') ?? ''), String(data.get('password') ?? ''))
    if (entrance) app.enter(entrance)
  }

  return (
    <section className="panel" aria-labelledby="enter-title">
      <div>
        <h2 id="enter-title">{t('home.enter')}</h2>
        <p className="field-hint">{t('home.targetHint')}</p>
      </div>
      <form className={wide ? 'form form-row' : 'form'} noValidate onSubmit={submit}>
        <Field
          name="target"
          label={t('home.target')}
          problem={problem('target')}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          data-testid="meeting-target"
          onChange={(event) => home.typeTarget(event.currentTarget.value)}
        />
        {target.is === 'number' ? (
          <Field
            name="password"
            label={t('home.password')}
            problem={problem('password')}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            data-testid="meeting-password"
          />
        ) : null}
        <button type="submit" className={wide ? 'button' : 'button button-primary'} data-testid="enter">
          {t('home.go')}
        </button>
      </form>
    </section>
  )
}
