import { type FormEvent, useId } from 'react'
import type { Home } from '../../state/home.ts'
import { Field } from '../../ui/field.tsx'
import { useStore, useTexts } from '../../ui/hooks.ts'

const lengths = [15, 30, 45, 60, 90, 120]

/** Local wall time as `<input type="datetime-local">` writes it, to the next quarter of an hour. */
function nextQuarter(now: number): string {
  const quarter = 15 * 60_000
  const at = new Date(Math.ceil((now + quarter) / quarter) * quarter)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

export function CreateForm({ home, name }: { home: Home; name: string }) {
  const { t, say } = useTexts()
  const { later, creating, createProblem } = useStore(home.store)
  const lengthId = useId()
  const problem = (field: 'title' | 'start' | 'form') =>
    createProblem?.field === field ? say(createProblem.message) : null

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const start = String(data.get('start') ?? '')
    void home.create({
      title: String(data.get('title') ?? ''),
      startTime: later && start !== '' ? new Date(start).getTime() : null,
      minutes: later ? Number(data.get('minutes')) : null,
    })
  }

  return (
    <section className="panel" aria-labelledby="create-title">
      <h2 id="create-title">{t('home.create')}</h2>
      <form className="form form-row" noValidate onSubmit={submit}>
        <Field
          key={name}
          name="title"
          label={t('home.meetingTitle')}
          defaultValue={t('home.defaultTitle', { name })}
          maxLength={100}
          autoComplete="off"
          problem={problem('title')}
          data-testid="meeting-title"
        />
        <fieldset className="choice">
          <legend className="field-label">{t('home.when')}</legend>
          <div className="choice-row">
            {[false, true].map((isLater) => (
              <label key={String(isLater)} className="choice-one">
                <input
                  type="radio"
                  name="when"
                  className="unseen"
                  checked={later === isLater}
                  onChange={() => home.chooseWhen(isLater)}
                />
                <span>{isLater ? t('home.later') : t('home.now')}</span>
              </label>
            ))}
          </div>
        </fieldset>
        {later ? (
          <>
            <Field
              name="start"
              type="datetime-local"
              label={t('home.start')}
              defaultValue={nextQuarter(Date.now())}
              problem={problem('start')}
            />
            <div className="field">
              <label className="field-label" htmlFor={lengthId}>
                {t('home.length')}
              </label>
              <select id={lengthId} name="minutes" className="input" defaultValue="60">
                {lengths.map((count) => (
                  <option key={count} value={count}>
                    {t('home.minutes', { count })}
                  </option>
                ))}
              </select>
            </div>
          </>
        ) : null}
        <button type="submit" className="button button-primary" disabled={creating} data-testid="create">
          {later ? t('home.createLater') : t('home.createNow')}
        </button>
      </form>
      {createProblem?.field === 'form' ? (
        <p role="alert" className="field-problem">
          {problem('form')}
        </p>
      ) : null}
    </section>
  )
}
