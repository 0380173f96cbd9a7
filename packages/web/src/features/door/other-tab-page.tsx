import type { App } from '../../state/app.ts'
import { useTexts } from '../../ui/hooks.ts'
import { Notice } from '../../ui/notice.tsx'
import { Shell } from '../../ui/shell.tsx'
import { usePageTitle } from '../../ui/use-title.ts'

/** This tab is a copy of one that is in the meeting: one place, two tabs, and the person chooses. */
export function OtherTabPage({ app, title, given }: { app: App; title: string; given: boolean }) {
  const { t } = useTexts()
  const heading = t(given ? 'tabs.closeThis' : 'tabs.title')
  usePageTitle(heading)
  return (
    <Shell app={app}>
      <Notice
        above={title}
        title={heading}
        text={t(given ? 'tabs.closeThisText' : 'tabs.text')}
        action={
          given ? (
            <button type="button" className="button" onClick={app.toStart}>
              {t('app.toStart')}
            </button>
          ) : (
            <>
              <button
                type="button"
                className="button button-primary"
                data-testid="use-here"
                onClick={app.useHere}
              >
                {t('tabs.here')}
              </button>
              <button type="button" className="button" data-testid="stay-there" onClick={app.stayThere}>
                {t('tabs.there')}
              </button>
            </>
          )
        }
      />
    </Shell>
  )
}
