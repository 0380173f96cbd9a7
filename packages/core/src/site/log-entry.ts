import { type EventData, type EventType, type Recorded, SECRET_FIELDS } from '../conference/events.ts'
import { SITE, type SiteEventData, type SiteRecorded } from './events.ts'

/** Whatever the log holds, in one order of positions. */
export type LogEntry = Recorded | SiteRecorded

export function isSiteEntry(entry: LogEntry): entry is SiteRecorded {
  return entry.conferenceId === SITE
}

/** `data` of each entry of the log as it may be shown outside. */
export type OutsideData = {
  [T in EventType]: Omit<EventData[T], (typeof SECRET_FIELDS)[T][number]>
} & SiteEventData

/** The `data` of an entry without what must stay inside. */
export function outsideData(entry: LogEntry): OutsideData[keyof OutsideData] {
  if (isSiteEntry(entry)) return entry.data
  const secret: readonly string[] = SECRET_FIELDS[entry.type]
  const shown = Object.entries(entry.data).filter(([key]) => !secret.includes(key))
  return Object.fromEntries(shown) as OutsideData[EventType]
}
