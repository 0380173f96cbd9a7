import { Component, type ReactNode } from 'react'
import type { Texts } from '../i18n/texts.ts'

type Props = { texts: Texts; children: ReactNode }

/** A component that throws must leave a page with a way on, not a white one; the meeting itself lives in `state/`. */
export class Broken extends Component<Props, { broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError() {
    return { broken: true }
  }

  override render() {
    if (!this.state.broken) return this.props.children
    const { t } = this.props.texts
    return (
      <main className="notice" role="alert">
        <h1>{t('app.broken')}</h1>
        <p className="muted">{t('app.brokenText')}</p>
        <button type="button" className="button button-primary" onClick={() => location.reload()}>
          {t('app.reload')}
        </button>
      </main>
    )
  }
}
