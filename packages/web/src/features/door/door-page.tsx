import { useEffect } from 'react'
import type { App } from '../../state/app.ts'
import type { Door, DoorState } from '../../state/door.ts'
import { timeText } from '../../state/duration.ts'
import { useStore, useTexts } from '../../ui/hooks.ts'
import { Shell } from '../../ui/shell.tsx'
import './door.css'
import { DoorNotice } from './door-notice.tsx'
import { JoinForm } from './join-form.tsx'
import { Preview } from './preview.tsx'

const titleOf = (state: DoorState): string => ('meeting' in state ? state.meeting.title : '')

export function DoorPage({ app, door, host }: { app: App; door: Door; host: boolean }) {
  const { t, language } = useTexts()
  const state = useStore(door.store)
  const title = titleOf(state)
  useEffect(() => {
    document.title = title === '' ? t('app.name') : `${title} · ${t('app.name')}`
  }, [title, t])

  if (state.is === 'asking')
    return (
      <Shell app={app}>
        <div className="notice" role="status">
          <h1 className="notice-quiet">{t('door.loading')}</h1>
        </div>
      </Shell>
    )
  if (state.is !== 'open')
    return (
      <Shell app={app}>
        <DoorNotice app={app} door={door} state={state} />
      </Shell>
    )

  const { meeting, clockOffsetMs } = state
  const now = Date.now() + clockOffsetMs
  return (
    <Shell app={app}>
      <div className="door">
        <Preview app={app} />
        <div className="door-side">
          <header>
            <h1>{meeting.title}</h1>
            {meeting.hostName ? (
              <p className="muted">{t('door.invites', { name: meeting.hostName })}</p>
            ) : null}
            {meeting.startTime === null ? null : (
              <p className="muted figures">
                {t(meeting.startTime <= now ? 'door.runningSince' : 'door.startsAt', {
                  time: timeText(meeting.startTime, now, language),
                })}
              </p>
            )}
          </header>
          <JoinForm app={app} host={host} />
        </div>
      </div>
    </Shell>
  )
}
