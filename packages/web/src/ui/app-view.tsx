import { lazy, Suspense, useLayoutEffect } from 'react'
import type { Language } from '../i18n/language.ts'
import type { Texts } from '../i18n/texts.ts'
import type { App, Page } from '../state/app.ts'
import { Broken } from './broken.tsx'
import { TextsContext, useStore, useTexts } from './hooks.ts'
import { Shell } from './shell.tsx'

const Home = lazy(() => import('../features/home/home-page.tsx').then((it) => ({ default: it.HomePage })))
const Door = lazy(() => import('../features/door/door-page.tsx').then((it) => ({ default: it.DoorPage })))
const NoMeeting = lazy(() =>
  import('../features/door/no-meeting.tsx').then((it) => ({ default: it.NoMeeting })),
)
const Room = lazy(() => import('../features/room/room-page.tsx').then((it) => ({ default: it.RoomPage })))
const Left = lazy(() => import('../features/leave/leave-page.tsx').then((it) => ({ default: it.LeavePage })))
const ConsoleView = lazy(() =>
  import('../features/console/console-page.tsx').then((it) => ({ default: it.ConsolePage })),
)

export function AppView({ app, texts }: { app: App; texts: (language: Language) => Texts }) {
  const language = useStore(app.language)
  const page = useStore(app.page)
  const current = texts(language)

  useLayoutEffect(() => {
    document.documentElement.lang = language
  }, [language])
  useLayoutEffect(() => {
    document.documentElement.dataset.ground = page.is === 'room' ? 'stage' : 'paper'
  }, [page.is])

  return (
    <TextsContext value={current}>
      <Broken texts={current}>
        <Suspense fallback={<Waiting app={app} />}>
          <PageView app={app} page={page} />
        </Suspense>
      </Broken>
    </TextsContext>
  )
}

function PageView({ app, page }: { app: App; page: Page }) {
  switch (page.is) {
    case 'home':
      return <Home app={app} home={page.home} />
    case 'door':
      return (
        <Door
          app={app}
          door={page.door}
          host={page.entrance.by === 'link' && page.entrance.hostKey !== undefined}
        />
      )
    case 'noMeeting':
      return <NoMeeting app={app} />
    case 'room':
      return <Room app={app} room={page.room} title={page.title} />
    case 'left':
      return <Left app={app} why={page.why} title={page.title} />
    case 'console':
      return page.model ? <ConsoleView app={app} model={page.model} /> : <Waiting app={app} />
    default:
      return page satisfies never
  }
}

/** While the code of a page comes: no spinner, the frame is already there. */
function Waiting({ app }: { app: App }) {
  const { t } = useTexts()
  return (
    <Shell app={app}>
      <p className="unseen" role="status">
        {t('app.loading')}
      </p>
    </Shell>
  )
}
