import { describe, expect, it } from 'vitest'
import { HOUR } from '../instant.ts'
import { addDays, createCalendar } from './calendar.ts'

describe('the days of a zone', () => {
  // Start of the day in UTC, and how many hours it has.
  const rows: [string, string, string, number][] = [
    ['UTC', '2026-11-22', '2026-11-22T00:00:00Z', 24],
    ['Asia/Shanghai', '2026-11-22', '2026-11-21T16:00:00Z', 24],
    ['Asia/Kathmandu', '2026-06-02', '2026-06-01T18:15:00Z', 24],
    ['Pacific/Kiritimati', '2026-06-02', '2026-06-01T10:00:00Z', 24],
    ['Pacific/Pago_Pago', '2026-06-02', '2026-06-02T11:00:00Z', 24],
    ['America/New_York', '2026-03-08', '2026-03-08T05:00:00Z', 23],
    ['America/New_York', '2026-03-09', '2026-03-09T04:00:00Z', 24],
    ['America/New_York', '2026-11-01', '2026-11-01T04:00:00Z', 25],
    ['Australia/Lord_Howe', '2026-04-05', '2026-04-04T13:00:00Z', 24.5],
    // No midnight: 23:59 is followed by 01:00.
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00Z', 23],
    ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00Z', 23],
    ['Asia/Beirut', '2026-03-29', '2026-03-28T22:00:00Z', 23],
    // Midnight twice, or 23:00 twice.
    ['America/Havana', '2026-11-01', '2026-11-01T04:00:00Z', 25],
    ['Asia/Beirut', '2026-10-24', '2026-10-23T21:00:00Z', 25],
    // At 00:01 the clock went back to 23:01 of the day before.
    ['America/St_Johns', '2010-11-07', '2010-11-07T02:30:00Z', 25],
    // A day that never was.
    ['Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00Z', 0],
  ]
  it.each(rows)('[E11] in %s, %s begins at %s and has %d hours', (timeZone, day, startsAt, hours) => {
    const { startOf, dayOf } = createCalendar(timeZone)
    const start = startOf(day)
    expect(new Date(start).toISOString().replace('.000Z', 'Z')).toBe(startsAt)
    const end = startOf(addDays(day, 1))
    expect((end - start) / HOUR).toBe(hours)
    if (hours === 0) return
    expect([start, start + 61_000, end - 1].map(dayOf)).toEqual([day, day, day])
    expect([start - 1, end].map(dayOf)).not.toContain(day)
  })

  it.each(['Asia/Shanghai', 'America/New_York', 'Africa/Cairo', 'America/Havana', 'Australia/Lord_Howe'])(
    '[E11] every instant of a year in %s belongs to one day, in order',
    (timeZone) => {
      const { startOf, dayOf } = createCalendar(timeZone)
      for (let day = '2026-01-01'; day <= '2026-12-31'; day = addDays(day, 1)) {
        const start = startOf(day)
        expect(dayOf(start)).toBe(day)
        expect(dayOf(start - 1)).toBe(addDays(day, -1))
      }
    },
  )

  it('knows no zone that nobody knows', () => {
    expect(() => createCalendar('Mars/Olympus')).toThrow(RangeError)
  })

  it('goes over the ends of months and years', () => {
    expect([addDays('2026-12-31', 1), addDays('2028-03-01', -1), addDays('2026-01-01', -1)]).toEqual([
      '2027-01-01',
      '2028-02-29',
      '2025-12-31',
    ])
  })
})
