import { Suspense, useEffect, useLayoutEffect, useState } from 'react'
import type { Language } from '../i18n/language.ts'
import type { Texts } from '../i18n/texts.ts'
import type { App, Page } from '../state/app.ts'
import { Broken } from './broken.tsx'
import { TextsContext, useStore, useTexts } from './hooks.ts'
import { later } from './later.tsx'
import { Shell } from './shell.tsx'

const Home = later(async () => (await import('../features/home/home-page.tsx')).HomePage)
const Door = later(async () => (await import('../features/door/door-page.tsx')).DoorPage)
const NoMeeting = later(async () => (await import('../features/door/no-meeting.tsx')).NoMeeting)
const Room = later(async () => (await import('../features/room/room-page.tsx')).RoomPage)
const Left = later(async () => (await import('../features/leave/leave-page.tsx')).LeavePage)
const Waiting = later(async () => (await import('../features/waiting/waiting-page.tsx')).WaitingPage)
const Unsupported = later(async () => (await import('../features/door/unsupported-page.tsx')).UnsupportedPage)
const OtherTab = later(async () => (await import('../features/door/other-tab-page.tsx')).OtherTabPage)
const Accessibility = later(
  async () => (await import('../features/access/accessibility-page.tsx')).AccessibilityPage,
)
const Check = later(async () => (await import('../features/check/check-dialog.tsx')).CheckDialog)
const Ring = later(async () => (await import('../features/ring/ring-dialog.tsx')).RingDialog)
const ConsoleView = later(async () => (await import('../features/console/console-page.tsx')).ConsolePage)

/** Ahead of drawing it, for the pages that have to be there soonest. */
export async function fetchCodeOf(page: Page['is']): Promise<void> {
  if (page === 'door') await Door.fetch()
  if (page === 'room') await Room.fetch()
}

/** After the first pictures, which need the line more. */
const aheadMs = 2_000

/**
 * What may follow being inside has to be there when the server is not: who leaves on a lost line, or looks what is wrong with it,
 * gets no code any more.
 */
function useCodeAhead(inside: boolean): void {
  useEffect(() => {
    if (!inside) return
    const timer = setTimeout(() => {
      for (const page of [Left, Waiting, Check, Ring]) void page.fetch()
    }, aheadMs)
    return () => clearTimeout(timer)
  }, [inside])
}

type Props = { app: App; first: Texts; load: (language: Language) => Promise<Texts> }

/** The texts of the chosen language; those before it as long as they are not here. */
function useTextsOf(language: Language, first: Texts, load: Props['load']): Texts {
  const [texts, setTexts] = useState(first)
  useEffect(() => {
    if (texts.language === language) return
    let wanted = true
    load(language).then(
      (next) => wanted && setTexts(next),
      // The server does not answer just now: the page goes on in the language it has, and a reload asks again.
      () => undefined,
    )
    return () => {
      wanted = false
    }
  }, [texts, language, load])
  return texts
}

export function AppView({ app, first, load }: Props) {
  const current = useTextsOf(useStore(app.language), first, load)
  const page = useStore(app.page)
  const { language } = current
  useCodeAhead(page.is === 'room' || page.is === 'waiting')

  useLayoutEffect(() => {
    document.documentElement.lang = language
  }, [language])
  useLayoutEffect(() => {
    document.documentElement.dataset.ground = page.is === 'room' ? 'stage' : 'paper'
  }, [page.is])

  return (
    <TextsContext value={current}>
      <Broken texts={current}>
        <Suspense fallback={<Loading app={app} />}>
          <PageView app={app} page={page} />
        </Suspense>
        <Suspense fallback={null}>
          <OverPages app={app} page={page} />
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
    case 'unsupported':
      return <Unsupported app={app} problem={page.problem} link={page.link} />
    case 'otherTab':
      return <OtherTab app={app} title={page.title} given={page.given} />
    case 'waiting':
      return <Waiting app={app} waiting={page.waiting} title={page.title} />
    case 'accessibility':
      return <Accessibility app={app} />
    case 'room':
      return <Room app={app} room={page.room} title={page.title} />
    case 'left':
      return <Left app={app} why={page.why} title={page.title} returnTo={page.returnTo} />
    case 'console':
      return page.model ? <ConsoleView app={app} model={page.model} /> : <Loading app={app} />
    default:
      return page satisfies never
  }
}

/** What may lie over any page. */
function OverPages({ app, page }: { app: App; page: Page }) {
  const check = useStore(app.check)
  const ringing = useStore(app.ringing.store)
  const inside = page.is === 'room'
  return (
    <>
      {check ? <Check check={check} inside={inside} onClose={() => app.showCheck(false)} /> : null}
      {ringing.invite || ringing.problem ? <Ring app={app} state={ringing} /> : null}
    </>
  )
}

/** While the code of a page comes: no spinner, the frame is already there. */
function Loading({ app }: { app: App }) {
  const { t } = useTexts()
  return (
    <Shell app={app}>
      <p className="unseen" role="status">
        {t('app.loading')}
      </p>
    </Shell>
  )
}
