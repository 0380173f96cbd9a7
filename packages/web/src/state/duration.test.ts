import { describe, expect, it } from 'vitest'
import { clockText, timeText, waitText } from './duration.ts'

describe('clock', () => {
  it.each([
    [0, '00:00'],
    [42_999, '00:42'],
    [61_000, '01:01'],
    [3_723_000, '1:02:03'],
    [-5000, '00:00'],
  ])('%d ms reads %s', (ms, text) => expect(clockText(ms)).toBe(text))
})

describe('waiting time', () => {
  it.each([
    [500, 'en', '1 second'],
    [45_000, 'en', '45 seconds'],
    [61_000, 'en', '2 minutes'],
    [3_600_000, 'en', '1 hour'],
    [5_400_000, 'en', '1 hour 30 minutes'],
    [90_000_000, 'en', '1 day 1 hour'],
  ])('%d ms in %s is %s', (ms, language, text) => expect(waitText(ms, language)).toBe(text))

  it('speaks Chinese', () => {
    expect(waitText(45_000, 'zh-CN').replaceAll(' ', '')).toBe('45秒钟')
    expect(waitText(5_400_000, 'zh-CN').replaceAll(' ', '')).toBe('1小时30分钟')
  })
})

describe('time of a meeting', () => {
  const noon = Date.UTC(2026, 10, 22, 12, 0)
  it('is the hour alone today', () => {
    expect(timeText(noon, noon - 3_600_000, 'en-GB', 'UTC')).toBe('12:00')
  })
  it('names day and zone on another day', () => {
    const text = timeText(noon, noon - 86_400_000, 'en-GB', 'UTC')
    expect(text).toContain('22 Nov 2026')
    expect(text).toContain('UTC')
  })
  it('counts days where the reader is', () => {
    const late = Date.UTC(2026, 10, 22, 23, 30)
    expect(timeText(late + 3_600_000, late, 'en-GB', 'Asia/Shanghai')).toBe('08:30')
    expect(timeText(late + 3_600_000, late, 'en-GB', 'UTC')).toContain('UTC')
  })
})
