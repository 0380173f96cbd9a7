import type { App } from '../../state/app.ts'
import type { ReturnTo } from '../../state/return-address.ts'
import type { LeftWhy } from '../../state/tab.ts'
import { useTexts } from '../../ui/hooks.ts'
import { Notice } from '../../ui/notice.tsx'
import { Shell } from '../../ui/shell.tsx'
import { usePageTitle } from '../../ui/use-title.ts'

/** Where the same meeting can be entered again, and what that is called. */
const again: Record<LeftWhy, 'leave.rejoin' | 'leave.takeBack' | 'leave.knock' | null> = {
  self: 'leave.rejoin',
  lost: 'leave.rejoin',
  elsewhere: 'leave.takeBack',
  removed: null,
  banned: null,
  ended: null,
  endedByYou: null,
  refused: null,
  expired: 'leave.knock',
  waitOver: null,
  leftWaiting: 'leave.knock',
}

type Props = { app: App; why: LeftWhy; title: string; returnTo: ReturnTo | null }

export function LeavePage({ app, why, title, returnTo }: Props) {
  const { t } = useTexts()
  const heading = t(`leave.${why}`)
  usePageTitle(heading)
  const back = again[why]
  const main = (first: boolean) => (first ? 'button button-primary' : 'button')
  return (
    <Shell app={app}>
      <Notice
        title={heading}
        text={t(`leave.${why}Text`)}
        above={title}
        action={
          <>
            {back ? (
              <button type="button" className={main(true)} data-testid="rejoin" onClick={app.rejoin}>
                {t(back)}
              </button>
            ) : null}
            {returnTo ? (
              <a className={main(back === null)} data-testid="return" href={returnTo.href}>
                {t('leave.return', { site: returnTo.site })}
              </a>
            ) : null}
            <button
              type="button"
              className={main(back === null && returnTo === null)}
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
