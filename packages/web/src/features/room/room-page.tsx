// First: this chunk may come before the one that goes in, and no schema may be made before this has run.
import '@parley/protocol/no-eval'
import { useMemo } from 'react'
import { createRoomTexts } from '../../i18n/room-texts.ts'
import type { Texts } from '../../i18n/texts.ts'
import type { App } from '../../state/app.ts'
import { documentTitle } from '../../state/document-title.ts'
import type { Room } from '../../state/room.ts'
import { TextsContext, usePart, useStore, useTexts } from '../../ui/hooks.ts'
import { Notice } from '../../ui/notice.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { ChatPanel } from '../chat/chat-panel.tsx'
import { EndsIn } from '../host/ends-in.tsx'
import { PeoplePanel } from '../people/people-panel.tsx'
import { Banners } from './banners.tsx'
import { ControlBar } from './control-bar.tsx'
import { useKeyboard } from './keyboard.ts'
import { LiveRegions } from './live-regions.tsx'
import { Overlays } from './overlays.tsx'
import './room.css'
import './tile.css'
import './stage.css'
import './controls.css'
import './signs.css'
import './settings.css'
import { RoomTop } from './room-top.tsx'
import { Sounds } from './sounds.tsx'
import { Stage } from './stage.tsx'
import { Toasts } from './toasts.tsx'
import { useRoomTexts } from './use-room-texts.ts'

/** `room` is null on the way in, after a reload too. The room's own texts come with its code. */
export function RoomPage({ app, room, title }: { app: App; room: Room | null; title: string }) {
  const { language } = useTexts()
  const texts = useMemo(() => createRoomTexts(navigator.languages), [])
  return (
    <TextsContext value={texts(language) as unknown as Texts}>
      {room ? <Inside app={app} room={room} /> : <Entering app={app} title={title} />}
    </TextsContext>
  )
}

function Entering({ app, title }: { app: App; title: string }) {
  const { t } = useTexts()
  useTitle(title === '' ? t('app.name') : t('room.documentTitle', { title }))
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
  const { say } = useRoomTexts()
  const { view, connection } = useStore(room.store)
  const open = usePart(room.panels.store, (panels) => panels.open)
  const bare = usePart(room.layout.store, (layout) => layout.bare)
  useKeyboard(room)
  useTitle(say(documentTitle(view, connection)))

  if (!view) return <Entering app={app} title="" />
  return (
    <div
      className="room"
      data-testid="room"
      data-panel={open ?? 'none'}
      data-people={open === 'people' ? 'open' : 'closed'}
      data-bare={bare}
    >
      <RoomTop view={view}>
        <EndsIn room={room} />
      </RoomTop>
      <div className="room-middle">
        <Stage app={app} room={room} view={view} />
        {open === 'people' ? <PeoplePanel room={room} view={view} /> : null}
        {open === 'chat' ? <ChatPanel room={room} view={view} /> : null}
      </div>
      <ControlBar app={app} room={room} view={view} />
      <section className="signs" aria-label={say({ key: 'room.messages' })}>
        <Banners app={app} room={room} view={view} />
        <Toasts room={room} />
      </section>
      <Sounds app={app} room={room} />
      <Overlays app={app} room={room} />
      <LiveRegions room={room} />
    </div>
  )
}
