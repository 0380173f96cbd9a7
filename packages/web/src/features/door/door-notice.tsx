import type { ReactNode } from 'react'
import type { TextKey } from '../../i18n/texts.ts'
import type { App } from '../../state/app.ts'
import type { Door, DoorState } from '../../state/door.ts'
import { clockText, timeText, waitText } from '../../state/duration.ts'
import { useSecond, useTexts } from '../../ui/hooks.ts'
import { Notice } from '../../ui/notice.tsx'

type Closed = Exclude<DoorState, { is: 'asking' | 'open' }>

/** Each state that keeps one out: title, one sentence, one action, and a clock where waiting helps. */
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
  const plain = (title: Plain, text: Plain, action: ReactNode, above?: string) => (
    <Notice title={t(title)} text={t(text)} action={action} {...(above ? { above } : {})} />
  )

  switch (state.is) {
    case 'early': {
      const { meeting } = state
      const left = meeting.startTime === null ? null : meeting.startTime - (now + state.clockOffsetMs)
      const clock =
        left === null
          ? null
          : left > 0
            ? t('door.startsIn', { time: left < 3_600_000 ? clockText(left) : waitText(left, language) })
            : t('door.overdue', { time: clockText(-left) })
      return (
        <Notice
          above={meeting.title}
          title={t('door.early')}
          text={left === null ? t('door.earlyNoTime') : t('door.earlyText')}
          clock={
            clock === null || meeting.startTime === null ? null : (
              <>
                <span className="notice-big">{clock}</span>
                <span className="muted">
                  {t('door.startsAt', {
                    time: timeText(meeting.startTime, now + state.clockOffsetMs, language),
                  })}
                </span>
              </>
            )
          }
          action={retry()}
        />
      )
    }
    case 'waitedLong':
      return plain('door.waitedLong', 'door.waitedLongText', retry(), state.meeting.title)
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
    case 'locked':
      return plain('door.locked', 'door.lockedText', retry(), state.meeting.title)
    case 'full':
      return plain('door.full', 'door.fullText', retry(), state.meeting.title)
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

/** Keys without values. */
type Plain = Exclude<
  Extract<TextKey, `door.${string}`>,
  | 'door.invites'
  | 'door.runningSince'
  | 'door.startsAt'
  | 'door.startsIn'
  | 'door.overdue'
  | 'door.tooManyText'
  | 'door.unreachableText'
>
