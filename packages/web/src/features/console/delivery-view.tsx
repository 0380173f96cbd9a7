import { ArrowLeft } from 'lucide-react'
import type { Console, ConsoleState } from '../../state/console/console.ts'
import type { AttemptView } from '../../state/console/console-api.ts'
import { NO_FILTER } from '../../state/console/place.ts'
import { timeText } from '../../state/duration.ts'
import { icon } from '../../ui/icon.ts'
import { PlaceLink, useConsoleTexts } from './pieces.tsx'

export function DeliveryDetailView({ model, state }: { model: Console; state: ConsoleState }) {
  const { t } = useConsoleTexts()
  const { delivery, busy, problem } = state
  if (!delivery) return problem ? null : <p className="muted">{t('loading')}</p>
  const facts: [string, string][] = [
    [t('status'), t(`status.${delivery.status}`)],
    [t('eventId'), delivery.eventId],
    [t('rule'), delivery.ruleName],
    [t('target'), `${delivery.targetName} · ${delivery.url}`],
  ]
  return (
    <>
      <PlaceLink model={model} to={{ is: 'deliveries', filter: NO_FILTER }} className="console-back">
        <ArrowLeft {...icon} />
        {t('back')}
      </PlaceLink>
      <div className="console-head">
        <h1 className="code">{delivery.eventType}</h1>
        {delivery.status !== 'pending' && !delivery.erased ? (
          <button
            type="button"
            className="button button-primary"
            aria-disabled={busy}
            onClick={() => void model.resend()}
          >
            {t('resend')}
          </button>
        ) : null}
      </div>
      <section className="panel" aria-label={t('delivery')}>
        <dl className="facts">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="fact-long">{value}</dd>
            </div>
          ))}
        </dl>
        <div>
          <h2>{t('body')}</h2>
          {delivery.erased ? (
            <p className="muted">{t('erased')}</p>
          ) : (
            <Code text={delivery.body} name={t('body')} />
          )}
        </div>
      </section>
      <section className="panel" aria-labelledby="attempts-title">
        <h2 id="attempts-title">{t('attempts')}</h2>
        {delivery.attempts.length === 0 ? <p className="muted">{t('noAttempts')}</p> : null}
        {delivery.attempts.map((attempt) => (
          <Attempt key={attempt.id} attempt={attempt} />
        ))}
      </section>
    </>
  )
}

function Attempt({ attempt }: { attempt: AttemptView }) {
  const { t, locale } = useConsoleTexts()
  const { no, startedAt, status, error, durationMs } = attempt
  return (
    <details className="attempt" data-testid="attempt">
      <summary>
        <span>{t('attempt', { no: String(no) })}</span>{' '}
        <span className={error ? 'mark-danger' : 'mark-good'}>
          {status === null ? t('noAnswer') : t('answered', { status: String(status) })}
        </span>{' '}
        <span className="muted figures">
          {timeText(Date.parse(startedAt), Date.now(), locale)} ·{' '}
          {t('duration', { ms: String(Math.round(durationMs)) })}
        </span>
      </summary>
      {error ? <p className="field-problem">{error}</p> : null}
      <p className="url">
        {attempt.method} {attempt.url}
      </p>
      <h3>{t('requestHeaders')}</h3>
      <Code name={t('requestHeaders')} text={lines(attempt.requestHeaders)} />
      {status === null ? null : (
        <>
          <h3>{t('responseHeaders')}</h3>
          <Code name={t('responseHeaders')} text={lines(attempt.responseHeaders)} />
          <h3>{t('response')}</h3>
          <Code name={t('response')} text={attempt.response} />
        </>
      )}
    </details>
  )
}

/** Text that may be longer than its box; the box scrolls, by keyboard too. */
function Code({ text, name }: { text: string; name: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reached by keyboard (WCAG 2.1.1)
    <section className="code-box" tabIndex={0} aria-label={name}>
      <pre>{text || ' '}</pre>
    </section>
  )
}

function lines(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')
}
