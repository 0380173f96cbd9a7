import {
  type BusEvent,
  isSiteEntry,
  type LogEntry,
  type PushEvent,
  type SiteRecorded,
  type Tell,
  tellAll,
} from '@parley/core'

/** What tells a bus of log entries; null: nothing. */
export type Presenter = (entry: LogEntry) => PushEvent | null

/** The outside forms of log entries, one teller for each bus of ours and one for what came from outside. */
export function createTellers(presenters: Readonly<Record<string, Presenter>>): Tell[] {
  const own = Object.entries(presenters).map(([bus, present]): Tell => {
    return (entry) => {
      const event = present(entry)
      return event ? [{ bus, event }] : []
    }
  })
  return [...own, tellForeign]
}

/** The form of an entry on one bus, for whoever looks at it again. */
export function createOutside(tellers: readonly Tell[]): (bus: string, entry: LogEntry) => PushEvent | null {
  return (bus, entry) => tellAll(tellers, entry).told.find((one) => one.bus === bus)?.event ?? null
}

function tellForeign(entry: LogEntry): readonly BusEvent[] {
  return isSiteEntry(entry) && entry.type === 'EventPut' ? [foreign(entry)] : []
}

/** An event that was put onto a bus, as its publisher sent it. */
function foreign({ time: recordedAt, data: { bus, event } }: SiteRecorded<'EventPut'>): BusEvent {
  const { time: timeText, data_base64: dataBase64, ...attributes } = event
  const time = timeText === undefined ? Number.NaN : Date.parse(timeText)
  return {
    bus,
    event: {
      ...attributes,
      time: Number.isNaN(time) ? recordedAt : time,
      ...(timeText === undefined ? {} : { timeText }),
      ...(dataBase64 === undefined ? {} : { dataBase64 }),
      orderKey: meetingOf(event.data),
    },
  }
}

/** Events of meetings that somebody gives on, dead letters above all, keep their order. */
function meetingOf(data: unknown): string | null {
  if (typeof data !== 'object' || data === null || !('meetingUUID' in data)) return null
  return typeof data.meetingUUID === 'string' ? data.meetingUUID : null
}
