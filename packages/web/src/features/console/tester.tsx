import { useId, useRef } from 'react'
import type { ConsoleState } from '../../state/console/console.ts'
import type { Tested, Tried } from '../../state/console/console-api.ts'
import { timeText } from '../../state/duration.ts'
import { AreaField } from './fields.tsx'
import { useConsoleTexts } from './pieces.tsx'

/** Tries the pattern as it stands in the form, on what has happened or on one event. */
export function Tester({
  state: { tested, tried, busy },
  onRecent,
  onEvent,
}: {
  state: ConsoleState
  onRecent: () => void
  onEvent: (event: string) => void
}) {
  const { t } = useConsoleTexts()
  const title = useId()
  const sample = useRef<HTMLTextAreaElement>(null)
  return (
    <section className="tester" aria-labelledby={title}>
      <div>
        <h2 id={title}>{t('tester')}</h2>
        <p className="field-hint">{t('testerLead')}</p>
      </div>
      <AreaField label={t('sample')} rows={4} ref={sample} />
      <div className="console-actions">
        <button type="button" className="button" aria-disabled={busy} onClick={onRecent}>
          {t('tryRecent')}
        </button>
        <button
          type="button"
          className="button"
          aria-disabled={busy}
          onClick={() => onEvent(sample.current?.value ?? '')}
        >
          {t('tryEvent')}
        </button>
      </div>
      <div role="status">
        {tested ? <TestedResult tested={tested} /> : null}
        {tried ? <TriedResult tried={tried} /> : null}
      </div>
    </section>
  )
}

function TestedResult({ tested }: { tested: Tested }) {
  const { t } = useConsoleTexts()
  return (
    <>
      <p className={tested.matched ? 'mark-good' : 'mark-danger'}>
        {tested.matched ? t('matches') : t('matchesNot')}
      </p>
      <ul className="tester-list">
        {tested.fields.map(({ pointer, matched, why }) => (
          <li key={pointer}>
            <span className="code">{pointer}</span> {matched ? t('fieldHolds') : t('fieldFails')}
            {why ? ` · ${why}` : ''}
          </li>
        ))}
        {tested.warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
    </>
  )
}

function TriedResult({ tried }: { tried: Tried }) {
  const { t, locale } = useConsoleTexts()
  return (
    <>
      <p>{t('tryMatched', { count: tried.matched, of: String(tried.looked) })}</p>
      <ul className="tester-list">
        {tried.data
          .filter(({ matched }) => matched)
          .slice(0, 20)
          .map(({ id, type, time }) => (
            <li key={`${id} ${type}`}>
              <span className="code">{type}</span>{' '}
              <span className="muted figures">{timeText(Date.parse(time), Date.now(), locale)}</span>
            </li>
          ))}
        {tried.warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
    </>
  )
}
