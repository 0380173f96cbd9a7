import type { Language } from '../i18n/language.ts'
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
export function whenText(
  { start, end }: Pick<InvitationFacts, 'start' | 'end'>,
  language: Language,
  zone?: string,
): string | null {
  if (start === null) return null
  const format = new Intl.DateTimeFormat(language, {
    timeZone: zone,
    weekday: 'short',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  })
  return end !== null && end > start ? format.formatRange(start, end) : format.format(start)
}

/** The text that is sent to those who should come, in the language of `texts`. */
export function invitationText({ t, language }: RoomTexts, facts: InvitationFacts, zone?: string): string {
  const { title, host, link, confId, password } = facts
  const when = whenText(facts, language, zone)
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
