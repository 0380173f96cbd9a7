import type { Instant } from '@parley/core'

/** Writes `YYYY-MM-DD HH:MM:SS.ffffff` in `timeZone`, the form of the source document; it names no zone ([AL] 1.2). */
export function createSeedTime(timeZone: string): (time: Instant) => string {
  const format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
  })
  return (time) => {
    const part: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {}
    for (const { type, value } of format.formatToParts(time)) part[type] = value
    const { year, month, day, hour, minute, second, fractionalSecond } = part
    return `${year}-${month}-${day} ${hour}:${minute}:${second}.${fractionalSecond}000`
  }
}
