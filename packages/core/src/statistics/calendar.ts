import { HOUR, type Instant, MINUTE } from '../instant.ts'

/** A calendar day as `YYYY-MM-DD`; days compare as texts. */
export type Day = string

/** The days of one time zone: every instant belongs to exactly one, and each begins where the one before ends. */
export type Calendar = {
  timeZone: string
  dayOf(time: Instant): Day
  /** The first instant of the day: midnight, or where there is none the first moment after it. */
  startOf(day: Day): Instant
}

const DAY_MS = 24 * HOUR
/** Offsets of today's zones, and so all their midnights and changes, are whole multiples of this. */
const STEP_MS = 15 * MINUTE
/** No zone is further ahead of UTC. */
const FURTHEST_AHEAD_MS = 15 * HOUR

/** Throws a `RangeError` for a zone that the runtime does not know (IANA names). */
export function createCalendar(timeZone: string): Calendar {
  const format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })

  function dateOf(time: Instant): Day {
    const part: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {}
    for (const { type, value } of format.formatToParts(time)) part[type] = value
    return `${part.year?.padStart(4, '0')}-${part.month}-${part.day}`
  }

  /**
   * Searched from before it: a clock set back over midnight shows it twice, and the first counts; one set forward over it
   * shows none.
   */
  function startOf(day: Day): Instant {
    let before = Date.parse(day) - FURTHEST_AHEAD_MS
    let from = before + STEP_MS
    while (dateOf(from) < day) {
      before = from
      from += STEP_MS
    }
    while (from - before > 1) {
      const middle = Math.floor((before + from) / 2)
      if (dateOf(middle) < day) before = middle
      else from = middle
    }
    return from
  }

  return {
    timeZone,
    startOf,
    dayOf(time) {
      const date = dateOf(time)
      // A clock set back from just after midnight shows the day before once more.
      const next = addDays(date, 1)
      return startOf(next) <= time ? next : date
    },
  }
}

export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)
}
