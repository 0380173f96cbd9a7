import type { App } from '../../state/app.ts'
import { useTexts } from '../../ui/hooks.ts'
import { Notice } from '../../ui/notice.tsx'
import { Shell } from '../../ui/shell.tsx'
import { usePageTitle } from '../../ui/use-title.ts'

/** The room's address opened in a tab that knows no meeting. */
export function NoMeeting({ app }: { app: App }) {
  const { t } = useTexts()
  usePageTitle(t('door.noMeeting'))
  return (
    <Shell app={app}>
      <Notice
        title={t('door.noMeeting')}
        text={t('door.noMeetingText')}
        action={
          <button type="button" className="button button-primary" onClick={app.toStart}>
            {t('app.toStart')}
          </button>
        }
      />
    </Shell>
  )
}
