import type { RoomTexts } from '../i18n/room-texts.ts'
import type { CalendarEntry } from './invitation-calendar.ts'
import { groupedId } from './meeting-target.ts'

/** What an invitation says. */
export type InvitationFacts = {
  confId: string
  title: string
  /** Null: nobody is host just now. */
  host: string | null
  /** Epoch ms. */
  start: number | null
  end: number | null
  link: string
  /** For entering by number; null: none is needed. */
  password: string | null
}

/** From when to when, with the zone, because an invitation travels. `zone` is for tests; absent = the reader's. */
function whenText(
  { t, locale }: RoomTexts,
  { start, end }: Pick<InvitationFacts, 'start' | 'end'>,
  zone?: string,
): string | null {
  if (start === null) return null
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: zone, ...options })
  const clock = format({ hour: '2-digit', minute: '2-digit' })
  const named = format({ timeZoneName: 'short' }).formatToParts(start)
  return t('invitation.when', {
    date: format({ weekday: 'short', year: 'numeric', month: 'long', day: 'numeric' }).format(start),
    times: end !== null && end > start ? clock.formatRange(start, end) : clock.format(start),
    zone: named.find(({ type }) => type === 'timeZoneName')?.value ?? '',
  })
}

/** The text that is sent to those who should come, in the language of `texts`. */
export function invitationText(texts: RoomTexts, facts: InvitationFacts, zone?: string): string {
  const { title, host, link, confId, password } = facts
  const { t } = texts
  const when = whenText(texts, facts, zone)
  return [
    ...(host === null ? [] : [t('invitation.by', { host }), '']),
    title,
    ...(when === null ? [] : [when]),
    '',
    t('invitation.join', { link }),
    t('invitation.id', { id: groupedId(confId) }),
    ...(password === null ? [] : [t('invitation.password', { password })]),
  ].join('\n')
}

/** Null while the meeting has no time. */
export function calendarEntry(facts: InvitationFacts, text: string, now: number): CalendarEntry | null {
  const { confId, title, start, end, link } = facts
  if (start === null) return null
  const house = URL.canParse(link) ? new URL(link).hostname : 'parley'
  return { uid: `${confId}-${start}@${house}`, stamp: now, start, end, title, text, url: link }
}

/** A name every file system takes. */
export const calendarFileName = (title: string): string =>
  `${
    title
      .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
      .replaceAll(/^-+|-+$/gu, '')
      .slice(0, 60) || 'meeting'
  }.ics`
