import type { App } from '../../state/app.ts'
import type { Home } from '../../state/home.ts'
import { useStore, useTexts } from '../../ui/hooks.ts'
import { Shell } from '../../ui/shell.tsx'
import { usePageTitle } from '../../ui/use-title.ts'
import { EnterForm } from './enter-form.tsx'
import './home.css'
import { MyMeetings } from './my-meetings.tsx'
import { SignInForm } from './sign-in-form.tsx'

export function HomePage({ app, home }: { app: App; home: Home }) {
  const { t } = useTexts()
  const { account } = useStore(home.store)
  usePageTitle(t('home.title'))

  return (
    <Shell app={app}>
      <div className="home">
        <div className="home-lead">
          <h1>{t('home.title')}</h1>
          <p className="muted">{t('home.lead')}</p>
        </div>
        {account.is === 'in' ? (
          <>
            <MyMeetings app={app} home={home} name={account.name} />
            <EnterForm app={app} home={home} wide />
          </>
        ) : (
          <div className="home-doors">
            <EnterForm app={app} home={home} />
            <SignInForm home={home} />
          </div>
        )}
      </div>
    </Shell>
  )
}
