import type { App } from '../../state/app.ts'
import { waitText } from '../../state/duration.ts'
import type { Waiting } from '../../state/waiting.ts'
import { useSecond, useStore, useTexts } from '../../ui/hooks.ts'
import { Shell } from '../../ui/shell.tsx'
import { useTitle } from '../../ui/use-title.ts'
import '../door/door.css'
import { Preview } from '../door/preview.tsx'
import './waiting.css'

/** Before the room, or sent back from it: own picture, place in the queue, and the way out. */
export function WaitingPage({ app, waiting, title }: { app: App; waiting: Waiting; title: string }) {
  const { t } = useTexts()
  const state = useStore(waiting.store)
  useTitle(t('wait.documentTitle', { title }))
  const heading = state.admitted ? 'wait.admitted' : state.returned ? 'wait.returned' : 'wait.title'

  return (
    <Shell app={app}>
      <div className="door" data-testid="waiting">
        <Preview app={app} />
        <div className="door-side">
          <header>
            <p className="waiting-title">{title}</p>
            <h1>{t(heading)}</h1>
            <p className="muted">
              {state.admitted ? t('room.entering') : t(state.returned ? 'wait.returnedText' : 'wait.text')}
            </p>
            {state.away ? <p className="waiting-away">{t('wait.away')}</p> : null}
          </header>
          {state.admitted || state.position === null ? null : (
            <p className="waiting-place figures" data-testid="place">
              {t('wait.position', { position: String(state.position) })}
            </p>
          )}
          <Ready app={app} />
          <Kept until={state.admitted ? null : state.until} />
          <button type="button" className="button" data-testid="leave-waiting" onClick={waiting.leave}>
            {t('wait.leave')}
          </button>
        </div>
      </div>
    </Shell>
  )
}

function Ready({ app }: { app: App }) {
  const { t } = useTexts()
  const ready = useStore(app.ready)
  return (
    <label className="check waiting-ready">
      <input
        type="checkbox"
        data-testid="ready"
        checked={ready}
        onChange={(event) => app.setReady(event.currentTarget.checked)}
      />
      <span>
        {t('wait.ready')}
        <span className="field-hint">{t('wait.readyText')}</span>
      </span>
    </label>
  )
}

/** Told in the last minutes only: a long wait is no countdown. */
function Kept({ until }: { until: number | null }) {
  const { t, language } = useTexts()
  const now = useSecond()
  if (until === null || until - now > 5 * 60_000 || until <= now) return null
  return <p className="field-hint figures">{t('wait.until', { time: waitText(until - now, language) })}</p>
}
