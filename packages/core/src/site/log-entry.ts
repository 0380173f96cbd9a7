import type { Recorded } from '../conference/events.ts'
import { SITE, type SiteRecorded } from './events.ts'

/** Whatever the log holds, in one order of positions. */
export type LogEntry = Recorded | SiteRecorded

export function isSiteEntry(entry: LogEntry): entry is SiteRecorded {
  return entry.conferenceId === SITE
}
