import type { EventId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { NewSiteEvent, SiteRecorded } from '../site/events.ts'
import type { LogEntry } from '../site/log-entry.ts'

/** The whole log by position. What happens to conferences enters it through `ConferenceStore.commit`. */
export interface Log {
  /**
   * Appends events of the installation in ONE transaction, durable when the promise resolves. One whose id the log has
   * already is left out and answered with null: recording it twice is recording it once, over all nodes.
   */
  record(events: readonly NewSiteEvent[]): Promise<(SiteRecorded | null)[]>
  /** Entries with a position above `after`, in order. */
  entries(range: { after: number; limit: number }): Promise<LogEntry[]>
  entry(position: number): Promise<LogEntry | null>
  byId(id: EventId): Promise<LogEntry | null>
  /**
   * The newest `EventPut` of each of these ids under this source on this bus; absent ones are left out. `source` null: of
   * each source under which there is one.
   */
  foreign(bus: string, source: string | null, ids: readonly string[]): Promise<SiteRecorded<'EventPut'>[]>
  /** A position such that every entry of `time` or later is above it; 0 when there is none below. */
  positionBefore(time: Instant): Promise<number>
  /** 0 for an empty log. */
  lastPosition(): Promise<number>
}
