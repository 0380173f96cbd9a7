import type { TargetView } from '../../state/console/console-api.ts'
import { timeText } from '../../state/duration.ts'
import { useConsoleTexts } from './pieces.tsx'

/** How a target is doing, in a line; a word beside each colour. */
export function TargetState({ target: { state, health } }: { target: TargetView }) {
  const { t, locale } = useConsoleTexts()
  const broken = health.breaker !== 'closed'
  const failing = health.failingSince !== null
  const tone = state.is === 'paused' ? 'warning' : broken ? 'danger' : failing ? 'warning' : 'good'
  const word = state.is === 'paused' ? t('paused') : broken ? t('interrupted') : t('running')
  return (
    <span className="target-state">
      <span className={`mark-${tone}`}>{word}</span>
      {health.failingSince !== null && state.is === 'running' ? (
        <span>{t('failing', { time: timeText(Date.parse(health.failingSince), Date.now(), locale) })}</span>
      ) : null}
      {health.pending > 0 ? <span>{t('pending', { count: health.pending })}</span> : null}
      {health.exhausted > 0 ? <span>{t('exhausted', { count: health.exhausted })}</span> : null}
      {state.note ? <span>{state.note}</span> : null}
    </span>
  )
}
