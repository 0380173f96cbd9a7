import { useEffect } from 'react'
import type { App } from '../../state/app.ts'
import type { Room } from '../../state/room.ts'
import { useStore, useTexts } from '../../ui/hooks.ts'
import { Notice } from '../../ui/notice.tsx'
import { PeoplePanel } from '../people/people-panel.tsx'
import { Banners } from './banners.tsx'
import { ControlBar } from './control-bar.tsx'
import { useKeyboard } from './keyboard.ts'
import { LiveRegions } from './live-regions.tsx'
import { Overlays } from './overlays.tsx'
import './room.css'
import { RoomTop } from './room-top.tsx'
import { Sounds } from './sounds.tsx'
import { Stage } from './stage.tsx'
import { Toasts } from './toasts.tsx'

/** `room` is null on the way in, after a reload too. */
export function RoomPage({ app, room, title }: { app: App; room: Room | null; title: string }) {
  return room ? <Inside app={app} room={room} /> : <Entering app={app} title={title} />
}

function Entering({ app, title }: { app: App; title: string }) {
  const { t } = useTexts()
  useEffect(() => {
    document.title = title === '' ? t('app.name') : t('room.documentTitle', { title })
  }, [title, t])
  return (
    <main className="entering">
      <Notice
        title={title === '' ? t('room.entering') : title}
        text={t('room.entering')}
        action={
          <button type="button" className="button" onClick={app.toStart}>
            {t('app.toStart')}
          </button>
        }
      />
    </main>
  )
}

function Inside({ app, room }: { app: App; room: Room }) {
  const { t } = useTexts()
  const { view, connection, peopleOpen } = useStore(room.store)
  const title = view?.title ?? ''
  const away = connection.is === 'reconnecting'
  useKeyboard(room)
  useEffect(() => {
    document.title = away ? t('room.documentReconnecting', { title }) : t('room.documentTitle', { title })
  }, [away, title, t])

  if (!view) return <Entering app={app} title="" />
  return (
    <div className="room" data-testid="room" data-people={peopleOpen ? 'open' : 'closed'}>
      <RoomTop view={view} />
      <Stage app={app} room={room} view={view} />
      {peopleOpen ? <PeoplePanel room={room} view={view} /> : null}
      <ControlBar app={app} room={room} view={view} />
      <section className="signs" aria-label={t('room.messages')}>
        <Banners room={room} />
        <Toasts room={room} />
      </section>
      <Sounds room={room} />
      <Overlays room={room} />
      <LiveRegions room={room} />
    </div>
  )
}
