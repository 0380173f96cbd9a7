export type CalendarEntry = {
  /** The same for the same meeting, so that opening the file again changes the entry instead of doubling it. */
  uid: string
  /** Epoch ms, here and below: when the file was made. */
  stamp: number
  start: number
  /** Null: not known. */
  end: number | null
  title: string
  text: string
  url: string
}

/** A calendar file of one meeting (RFC 5545), times in UTC. */
export function calendarFile({ uid, stamp, start, end, title, text, url }: CalendarEntry): string {
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Parley//Meetings//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${escaped(uid)}`,
    `DTSTAMP:${utc(stamp)}`,
    `DTSTART:${utc(start)}`,
    ...(end === null ? [] : [`DTEND:${utc(end)}`]),
    `SUMMARY:${escaped(title)}`,
    `DESCRIPTION:${escaped(text)}`,
    `LOCATION:${escaped(url)}`,
    // A URI is no TEXT: it is not escaped (3.3.13).
    `URL:${url}`,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]
    .map(folded)
    .join('\r\n')
}

/** `20261122T140000Z` (3.3.5, form 2). */
const utc = (at: number): string => new Date(at).toISOString().replaceAll(/[-:]|\.\d+/gu, '')

/** TEXT (3.3.11). Control characters have no place in it. */
const escaped = (text: string): string =>
  text
    .replaceAll(/[\\;,]/gu, (sign) => `\\${sign}`)
    .replaceAll(/\r\n|\r|\n/gu, '\\n')
    .replaceAll(/(?!\t)\p{Cc}/gu, '')

const lineOctets = 75
const utf8 = new TextEncoder()

/** At most 75 octets a line, the leading space of a continued one included (3.1); no character is cut in two. */
function folded(line: string): string {
  const lines: string[] = []
  let now = ''
  let octets = 0
  for (const sign of line) {
    const size = utf8.encode(sign).length
    if (octets + size > lineOctets) {
      lines.push(now)
      now = ' '
      octets = 1
    }
    now += sign
    octets += size
  }
  return [...lines, now].join('\r\n')
}
