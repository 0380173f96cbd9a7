/** `42` → `00:42`, an hour and more → `1:02:03`. Whole seconds, never negative. */
export function clockText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return hours > 0 ? `${hours}:${rest}` : rest
}

/** A waiting time in words of the reader's language: days and hours, hours and minutes, minutes, or seconds below one minute. */
export function waitText(ms: number, language: string): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  const part = (value: number, unit: 'day' | 'hour' | 'minute' | 'second') =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(value)
  const parts =
    seconds < 60
      ? [part(seconds, 'second')]
      : seconds < 3600
        ? [part(Math.ceil(seconds / 60), 'minute')]
        : seconds < 86_400
          ? hoursAndMinutes(Math.ceil(seconds / 60), part)
          : daysAndHours(Math.ceil(seconds / 3600), part)
  return new Intl.ListFormat(language, { type: 'unit', style: 'narrow' }).format(parts)
}

type Part = (value: number, unit: 'day' | 'hour' | 'minute' | 'second') => string

const hoursAndMinutes = (minutes: number, part: Part): string[] => [
  part(Math.floor(minutes / 60), 'hour'),
  ...(minutes % 60 > 0 ? [part(minutes % 60, 'minute')] : []),
]

const daysAndHours = (hours: number, part: Part): string[] => [
  part(Math.floor(hours / 24), 'day'),
  ...(hours % 24 > 0 ? [part(hours % 24, 'hour')] : []),
]

/**
 * A time for people: only the hour when it is today here, else with date and zone, because an invitation travels.
 * `zone` is for tests; absent = the reader's.
 */
export function timeText(at: number, now: number, language: string, zone?: string): string {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' })
  if (day.format(at) === day.format(now))
    return new Intl.DateTimeFormat(language, { timeZone: zone, timeStyle: 'short' }).format(at)
  return fullTimeText(at, language, zone)
}

/** Date, time and zone, whatever day it is. */
export function fullTimeText(at: number, language: string, zone?: string): string {
  return new Intl.DateTimeFormat(language, {
    timeZone: zone,
    weekday: 'short',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(at)
}
