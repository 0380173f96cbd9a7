import { useEffect } from 'react'
import type { App } from '../../state/app.ts'
import type { LeftWhy } from '../../state/tab.ts'
import { useTexts } from '../../ui/hooks.ts'
import { Notice } from '../../ui/notice.tsx'
import { Shell } from '../../ui/shell.tsx'

/** Where the same meeting can be entered again, and what that is called. */
const again: Record<LeftWhy, 'leave.rejoin' | 'leave.takeBack' | null> = {
  self: 'leave.rejoin',
  lost: 'leave.rejoin',
  elsewhere: 'leave.takeBack',
  removed: null,
  ended: null,
  endedByYou: null,
}

export function LeavePage({ app, why, title }: { app: App; why: LeftWhy; title: string }) {
  const { t } = useTexts()
  const heading = t(`leave.${why}`)
  useEffect(() => {
    document.title = `${heading} · ${t('app.name')}`
  }, [heading, t])
  const back = again[why]
  return (
    <Shell app={app}>
      <Notice
        title={heading}
        text={t(`leave.${why}Text`)}
        above={title}
        action={
          <>
            {back ? (
              <button
                type="button"
                className="button button-primary"
                data-testid="rejoin"
                onClick={app.rejoin}
              >
                {t(back)}
              </button>
            ) : null}
            <button
              type="button"
              className={back ? 'button' : 'button button-primary'}
              data-testid="to-start"
              onClick={app.toStart}
            >
              {t('app.toStart')}
            </button>
          </>
        }
      />
    </Shell>
  )
}
