import type { ReactNode } from 'react'
import type { PlainKey } from '../../i18n/texts.ts'
import type { App } from '../../state/app.ts'
import type { Door, DoorState, Meeting } from '../../state/door.ts'
import { clockText, timeText, waitText } from '../../state/duration.ts'
import { useSecond, useTexts } from '../../ui/hooks.ts'
import { Notice } from '../../ui/notice.tsx'
import { JoinForm } from './join-form.tsx'

/** Waiting helps: the door stays with the own picture beside it, and opens by itself. */
export type Shut = Extract<DoorState, { is: 'early' | 'locked' | 'full' }>
export type Closed = Exclude<DoorState, { is: 'asking' | 'open' | Shut['is'] }>

/** Which meeting this is about, and whose. */
function About({ meeting }: { meeting: Meeting }) {
  const { t } = useTexts()
  if (meeting.title === '') return null
  return (
    <>
      {meeting.title}
      {meeting.hostName ? (
        <span className="notice-host muted">{t('door.invites', { name: meeting.hostName })}</span>
      ) : null}
    </>
  )
}

/** What keeps one out for now: why, a clock, and the wish to be let in by itself. */
export function ShutNotice({ app, door, state }: { app: App; door: Door; state: Shut }) {
  const { t } = useTexts()
  const actions = (
    <>
      <JoinForm app={app} shut />
      <button
        type="button"
        className="button button-quiet"
        data-testid="retry"
        onClick={() => void door.look()}
      >
        {t('door.lookNow')}
      </button>
    </>
  )
  const above = <About meeting={state.meeting} />
  if (state.is === 'early') return <Early state={state} above={above} action={actions} />
  const [title, text] =
    state.is === 'locked'
      ? (['door.locked', 'door.lockedText'] as const)
      : (['door.full', 'door.fullText'] as const)
  return <Notice above={above} title={t(title)} text={t(text)} action={actions} />
}

function Early({
  state,
  above,
  action,
}: {
  state: Extract<DoorState, { is: 'early' }>
  above: ReactNode
  action: ReactNode
}) {
  const { t, language, locale } = useTexts()
  const now = useSecond() + state.clockOffsetMs
  const { startTime } = state.meeting
  if (startTime === null)
    return <Notice above={above} title={t('door.early')} text={t('door.earlyNoTime')} action={action} />
  const left = startTime - now
  const clock =
    left > 0
      ? t('door.startsIn', { time: left < 3_600_000 ? clockText(left) : waitText(left, language) })
      : t('door.overdue', { time: clockText(-left) })
  return (
    <Notice
      above={above}
      title={t('door.early')}
      text={t('door.earlyText')}
      clock={
        <>
          <span className="notice-big">{clock}</span>
          <span className="muted">{t('door.startsAt', { time: timeText(startTime, now, locale) })}</span>
        </>
      }
      action={action}
    />
  )
}

/** Each state that keeps one out for good or for a while: title, one sentence, one action. */
export function DoorNotice({ app, door, state }: { app: App; door: Door; state: Closed }) {
  const { t, language } = useTexts()
  const now = useSecond()

  const toStart = (label: 'app.toStart' | 'door.enterOther' = 'app.toStart') => (
    <button type="button" className="button button-primary" onClick={app.toStart}>
      {t(label)}
    </button>
  )
  const retry = (disabled = false) => (
    <button
      type="button"
      className="button button-primary"
      data-testid="retry"
      disabled={disabled}
      onClick={() => void door.look()}
    >
      {t('app.retry')}
    </button>
  )
  const plain = (title: PlainKey, text: PlainKey, action: ReactNode, above?: ReactNode) => (
    <Notice title={t(title)} text={t(text)} action={action} {...(above ? { above } : {})} />
  )

  switch (state.is) {
    case 'waitedLong':
      return plain('door.waitedLong', 'door.waitedLongText', retry(), <About meeting={state.meeting} />)
    case 'ended':
      return plain('door.ended', 'door.endedText', toStart())
    case 'unknown':
      return plain('door.unknown', 'door.unknownText', toStart('door.enterOther'))
    case 'noMeeting':
      return plain('door.noMeeting', 'door.noMeetingText', toStart())
    case 'banned':
      return plain('door.banned', 'door.bannedText', toStart())
    case 'refused':
      return plain('door.refused', 'door.refusedText', retry())
    case 'tooMany': {
      const left = state.until - now
      const time = waitText(Math.max(1000, left), language)
      return (
        <Notice title={t('door.tooMany')} text={t('door.tooManyText', { time })} action={retry(left > 0)} />
      )
    }
    case 'unreachable': {
      const time = waitText(Math.max(1000, state.until - now), language)
      return (
        <Notice title={t('door.unreachable')} text={t('door.unreachableText', { time })} action={retry()} />
      )
    }
    default:
      return state satisfies never
  }
}
