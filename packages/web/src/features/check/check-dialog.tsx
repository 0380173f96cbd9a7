import { Check, Minus, X } from 'lucide-react'
import type { CheckLine, ConnectionCheck } from '../../state/connection-check.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useStore, useTexts } from '../../ui/hooks.ts'
import { icon } from '../../ui/icon.ts'
import './check.css'

/** What a meeting needs, tried one by one, and a report for whoever helps. */
export function CheckDialog({
  check,
  inside,
  onClose,
}: {
  check: ConnectionCheck
  /** In the meeting: its relays are known. Who waits is told none. */
  inside: boolean
  onClose: () => void
}) {
  const { t } = useTexts()
  const state = useStore(check.store)
  const lines = state.is === 'failed' ? [] : state.lines
  const verdict =
    state.is === 'done'
      ? t(`check.${state.verdict}`)
      : t(state.is === 'failed' ? 'check.failed' : 'check.running')
  return (
    <Dialog title={t('check.title')} onClose={onClose}>
      <p
        role="status"
        className={state.is === 'done' ? 'check-verdict' : 'muted'}
        data-testid="check-verdict"
      >
        {verdict}
      </p>
      <ul className="check-lines">
        {lines.map((line) => (
          <Line key={line.what} line={line} />
        ))}
      </ul>
      {inside ? null : <p className="field-hint">{t('check.beforeJoin')}</p>}
      <div className="dialog-actions">
        <button
          type="button"
          className="button"
          aria-disabled={state.is === 'running' || undefined}
          onClick={() => state.is !== 'running' && void check.run()}
        >
          {t('check.run')}
        </button>
        {state.is === 'done' ? <CopyButton primary text={state.report} label={t('check.copy')} /> : null}
      </div>
    </Dialog>
  )
}

function Line({ line }: { line: CheckLine }) {
  const { t } = useTexts()
  const { ok } = line
  const Icon = ok === null ? Minus : ok ? Check : X
  return (
    <li className="check-line" data-ok={String(ok)} data-what={line.what}>
      <Icon {...icon} />
      <span className="check-what">{t(`check.what.${line.what}`)}</span>
      <span className="muted figures">
        {t(ok === null ? 'check.skipped' : ok ? 'check.ok' : 'check.failedLine')}
        {line.ms === undefined ? '' : ` · ${Math.round(line.ms)} ms`}
      </span>
    </li>
  )
}
