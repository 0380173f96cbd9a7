import type { FormEvent } from 'react'
import type { App } from '../../state/app.ts'
import { Field } from '../../ui/field.tsx'
import { useStore, useTexts } from '../../ui/hooks.ts'
import { nameProblems } from '../../ui/name-problems.ts'

/** `shut`: the meeting is not open yet; the same form then asks to be let in by itself. */
export function JoinForm({
  app,
  host = false,
  shut = false,
  waitingRoom = false,
}: {
  app: App
  host?: boolean
  shut?: boolean
  waitingRoom?: boolean
}) {
  const { t } = useTexts()
  const { joining, nameProblem, armed } = useStore(app.join)

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get('name') ?? '')
    if (shut) app.arm(name)
    else void app.joinAs(name)
  }

  if (shut && armed !== null)
    return (
      <div className="form" role="status">
        <p>{t('door.armed', { name: armed })}</p>
        <button type="button" className="button" data-testid="disarm" onClick={() => app.arm(null)}>
          {t('door.disarm')}
        </button>
      </div>
    )
  return (
    <form className="form" noValidate onSubmit={submit}>
      <Field
        name="name"
        label={t('door.name')}
        defaultValue={app.knownName()}
        onChange={(event) => app.typeName(event.target.value)}
        autoComplete="name"
        maxLength={80}
        enterKeyHint="go"
        problem={nameProblem ? t(nameProblems[nameProblem]) : null}
        data-testid="name"
      />
      {waitingRoom ? <p className="field-hint">{t('door.waitingRoom')}</p> : null}
      <button
        type="submit"
        className="button button-primary button-large"
        data-testid={shut ? 'arm' : 'join'}
        aria-disabled={joining || undefined}
      >
        {joining
          ? t('door.joining')
          : shut
            ? t('door.arm')
            : host
              ? t('door.joinAsHost')
              : waitingRoom
                ? t('door.ask')
                : t('door.join')}
      </button>
    </form>
  )
}
