import type { FormEvent } from 'react'
import type { App } from '../../state/app.ts'
import { Field } from '../../ui/field.tsx'
import { useStore, useTexts } from '../../ui/hooks.ts'

const problems = { missing: 'door.nameMissing', long: 'door.nameLong' } as const

export function JoinForm({ app, host }: { app: App; host: boolean }) {
  const { t } = useTexts()
  const { joining, nameProblem } = useStore(app.join)

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    void app.joinAs(String(new FormData(event.currentTarget).get('name') ?? ''))
  }

  return (
    <form className="form" noValidate onSubmit={submit}>
      <Field
        name="name"
        label={t('door.name')}
        defaultValue={app.knownName()}
        autoComplete="name"
        maxLength={80}
        enterKeyHint="go"
        problem={nameProblem ? t(problems[nameProblem]) : null}
        data-testid="name"
      />
      <button
        type="submit"
        className="button button-primary button-large"
        data-testid="join"
        aria-disabled={joining || undefined}
      >
        {joining ? t('door.joining') : host ? t('door.joinAsHost') : t('door.join')}
      </button>
    </form>
  )
}
