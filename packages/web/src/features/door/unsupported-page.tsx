import type { App } from '../../state/app.ts'
import { type SupportProblem, waysOut } from '../../state/browser-support.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { useTexts } from '../../ui/hooks.ts'
import { Notice } from '../../ui/notice.tsx'
import { Shell } from '../../ui/shell.tsx'
import { usePageTitle } from '../../ui/use-title.ts'

/** Told before anything is asked: this browser will not do, and how to get to one that does. */
export function UnsupportedPage({ app, problem, link }: { app: App; problem: SupportProblem; link: string }) {
  const { t } = useTexts()
  const title = t(problem.is === 'webView' ? 'support.webView' : 'support.noRtc')
  usePageTitle(title)
  const copy = <CopyButton primary text={link} label={t('support.copyLink')} />

  if (problem.is === 'noRtc')
    return (
      <Shell app={app}>
        <Notice title={title} text={t('support.noRtcText')} action={copy} />
      </Shell>
    )
  const name = t(`support.app.${problem.app}`)
  return (
    <Shell app={app}>
      <Notice
        title={title}
        text={t(problem.canStay ? 'support.webViewText' : 'support.appOnly', { app: name })}
        action={
          <>
            <ol className="steps">
              {waysOut(problem).map((step) => (
                <li key={step}>{t(step)}</li>
              ))}
            </ol>
            {copy}
            {problem.canStay ? (
              <button type="button" className="button" data-testid="stay" onClick={app.stay}>
                {t('support.stay')}
              </button>
            ) : null}
          </>
        }
      />
    </Shell>
  )
}
