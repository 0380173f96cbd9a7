import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react'
import type { App } from '../../state/app.ts'
import type { Door, DoorState } from '../../state/door.ts'
import { timeText } from '../../state/duration.ts'
import { useStore, useTexts } from '../../ui/hooks.ts'
import { Shell } from '../../ui/shell.tsx'
import { usePageTitle } from '../../ui/use-title.ts'
import './door.css'
import { DoorNotice, ShutNotice } from './door-notice.tsx'
import { JoinForm } from './join-form.tsx'
import { Preview } from './preview.tsx'

const titleOf = (state: DoorState): string => ('meeting' in state ? state.meeting.title : '')

export function DoorPage({ app, door, host }: { app: App; door: Door; host: boolean }) {
  const { t } = useTexts()
  const state = useStore(door.store)
  const title = titleOf(state)
  usePageTitle(title)

  switch (state.is) {
    case 'asking':
      return (
        <Shell app={app}>
          <div className="notice" role="status">
            <h1 className="notice-quiet">{t('door.loading')}</h1>
          </div>
        </Shell>
      )
    case 'open':
      return (
        <Beside app={app}>
          <Open app={app} state={state} host={host} />
        </Beside>
      )
    case 'early':
    case 'locked':
    case 'full':
      return (
        <Beside app={app}>
          <ShutNotice app={app} door={door} state={state} />
        </Beside>
      )
    default:
      return (
        <Shell app={app}>
          <DoorNotice app={app} door={door} state={state} />
        </Shell>
      )
  }
}

/** The own picture beside what there is to say; the first touch lets everything but joining go ahead. */
function Beside({ app, children }: { app: App; children: ReactNode }) {
  const door = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const here = door.current
    here?.addEventListener('focusin', app.begin)
    here?.addEventListener('pointerdown', app.begin)
    return () => {
      here?.removeEventListener('focusin', app.begin)
      here?.removeEventListener('pointerdown', app.begin)
    }
  }, [app])
  const typing = useRef(false)
  // A door that opens under the hands puts another form in the place of the first: the field keeps the focus.
  useLayoutEffect(() => {
    if (!typing.current || document.activeElement !== document.body) return
    const field = door.current?.querySelector<HTMLInputElement>('input[name="name"]')
    field?.focus()
    field?.setSelectionRange(field.value.length, field.value.length)
  })
  return (
    <Shell app={app}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only remembers where the focus is. */}
      <div
        className="door"
        ref={door}
        onFocus={(event) => {
          typing.current = event.target instanceof HTMLInputElement && event.target.name === 'name'
        }}
        onBlur={() => {
          typing.current = false
        }}
      >
        <Preview app={app} />
        <div className="door-side">{children}</div>
      </div>
    </Shell>
  )
}

function Open({ app, state, host }: { app: App; state: Extract<DoorState, { is: 'open' }>; host: boolean }) {
  const { t, locale } = useTexts()
  const { meeting, clockOffsetMs } = state
  const now = Date.now() + clockOffsetMs
  return (
    <>
      <header>
        <h1>{meeting.title}</h1>
        {meeting.hostName ? <p className="muted">{t('door.invites', { name: meeting.hostName })}</p> : null}
        {meeting.startTime === null ? null : (
          <p className="muted figures">
            {t(meeting.startTime <= now ? 'door.runningSince' : 'door.startsAt', {
              time: timeText(meeting.startTime, now, locale),
            })}
          </p>
        )}
      </header>
      <JoinForm app={app} host={host} waitingRoom={meeting.waitingRoom ?? false} />
    </>
  )
}
