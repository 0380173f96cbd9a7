import type { ReactNode } from 'react'
import type { App } from '../state/app.ts'
import { useTexts } from './hooks.ts'
import { LanguageSwitch } from './language-switch.tsx'

/** The frame of everything but the room: name at the left, language at the right, one main, help at the foot. */
export function Shell({ app, children }: { app: App; children: ReactNode }) {
  const { t } = useTexts()
  return (
    <div className="shell">
      <a className="skip" href="#main">
        {t('app.skip')}
      </a>
      <header className="shell-top">
        <a className="shell-mark" href="/">
          <Mark />
          {t('app.name')}
        </a>
        <LanguageSwitch app={app} />
      </header>
      <main id="main" className="shell-main" tabIndex={-1}>
        {children}
      </main>
      <footer className="shell-foot">
        <button
          type="button"
          className="foot-link"
          data-testid="check-connection"
          onClick={() => app.showCheck(true)}
        >
          {t('app.check')}
        </button>
        <a className="foot-link" href="/accessibility">
          {t('app.accessibility')}
        </a>
      </footer>
    </div>
  )
}

function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" aria-hidden="true">
      <rect className="mark-ground" width="32" height="32" rx="7" />
      <path className="mark-line" d="M10 24V8h7.2a5.3 5.3 0 0 1 0 10.6H10" />
    </svg>
  )
}
