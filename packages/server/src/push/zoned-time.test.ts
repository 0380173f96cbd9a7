import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createOffsetTime, createSeedTime } from './zoned-time.ts'

describe('the document’s time', () => {
  // The sample of the reference: 1595334143810 is 20:22:23.810 at UTC+8.
  const rows: [string, number, string][] = [
    ['Asia/Shanghai', 1_595_334_143_810, '2020-07-21 20:22:23.810000'],
    ['UTC', 1_595_334_143_810, '2020-07-21 12:22:23.810000'],
    ['Asia/Shanghai', Date.UTC(2026, 11, 31, 16, 0, 0, 7), '2027-01-01 00:00:00.007000'],
    ['UTC', Date.UTC(2027, 0, 1), '2027-01-01 00:00:00.000000'],
    ['Europe/Berlin', Date.UTC(2026, 2, 29, 0, 59, 59, 999), '2026-03-29 01:59:59.999000'],
    ['Europe/Berlin', Date.UTC(2026, 2, 29, 1, 0), '2026-03-29 03:00:00.000000'],
    ['Asia/Kathmandu', Date.UTC(2026, 5, 1, 18, 15), '2026-06-02 00:00:00.000000'],
    ['America/St_Johns', Date.UTC(2026, 0, 1, 3, 29, 59, 999), '2025-12-31 23:59:59.999000'],
  ]
  it.each(rows)('in %s, %i is %s', (timeZone, time, text) => {
    expect(createSeedTime(timeZone)(time)).toBe(text)
  })
})

describe('time with an offset', () => {
  const rows: [string, number, string][] = [
    ['Asia/Shanghai', 1_790_000_000_123, '2026-09-21T22:13:20.123+08:00'],
    ['UTC', 1_790_000_000_123, '2026-09-21T14:13:20.123+00:00'],
    ['America/St_Johns', 1_790_000_000_123, '2026-09-21T11:43:20.123-02:30'],
    ['Europe/Berlin', Date.UTC(2026, 9, 25, 0, 59, 59, 999), '2026-10-25T02:59:59.999+02:00'],
    ['Europe/Berlin', Date.UTC(2026, 9, 25, 1, 0), '2026-10-25T02:00:00.000+01:00'],
  ]
  it.each(rows)('in %s, %i is %s', (timeZone, time, text) => {
    expect(createOffsetTime(timeZone)(time)).toBe(text)
  })

  it('is the same moment, in every zone and at any time', () => {
    const times = [
      'Asia/Shanghai',
      'America/St_Johns',
      'Europe/Berlin',
      'Australia/Lord_Howe',
      'Africa/Casablanca',
    ].map(createOffsetTime)
    const moment = fc.integer({ min: Date.UTC(1975, 0, 1), max: Date.UTC(2100, 0, 1) })
    fc.assert(
      fc.property(moment, (time) => {
        for (const write of times) expect(Date.parse(write(time))).toBe(time)
      }),
    )
  })
})
