import { type Instant, MINUTE } from '@parley/core'

/** Text of a moment as a clock in `timeZone` (IANA) shows it. */
export type WriteTime = (time: Instant) => string

/** `YYYY-MM-DD HH:MM:SS.ffffff`, the form of the source document; it names no zone ([AL] 1.2). */
export function createSeedTime(timeZone: string): WriteTime {
  const offsetAt = createOffsets(timeZone)
  return (time) => `${local(time, offsetAt(time)).replace('T', ' ')}000`
}

/** RFC 3339 with the zone's offset: `2026-09-21T22:13:20.123+08:00`. */
export function createOffsetTime(timeZone: string): WriteTime {
  const offsetAt = createOffsets(timeZone)
  return (time) => {
    const offset = offsetAt(time)
    const minutes = Math.abs(Math.trunc(offset / MINUTE))
    const two = (number: number): string => String(number).padStart(2, '0')
    return `${local(time, offset)}${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
  }
}

export function writeUtc(time: Instant): string {
  return new Date(time).toISOString()
}

function local(time: Instant, offset: number): string {
  return new Date(time + offset).toISOString().slice(0, -1)
}

/** How far the zone's clocks are ahead of UTC, in ms. Asking the zone's table costs far more than all the rest of an encoding. */
function createOffsets(timeZone: string): (time: Instant) => number {
  const format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  let known = { minute: Number.NaN, offset: 0 }
  return (time) => {
    // Zones change their clocks at whole minutes.
    const minute = Math.floor(time / MINUTE)
    if (minute !== known.minute) known = { minute, offset: offsetOf(format, minute * MINUTE) }
    return known.offset
  }
}

function offsetOf(format: Intl.DateTimeFormat, time: Instant): number {
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {}
  for (const { type, value } of format.formatToParts(time)) part[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(year, month - 1, day, hour, minute, second) - time
}
