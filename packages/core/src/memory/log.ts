import type { ConferenceId, EventId } from '../ids.ts'
import type { Log } from '../ports/log.ts'
import { erasePerson } from '../site/erase-person.ts'
import type { ErasedPerson, SiteRecorded } from '../site/events.ts'
import { isSiteEntry, type LogEntry } from '../site/log-entry.ts'
import { placeSiteEvents } from '../site/record.ts'

/** The one log, in an array: position `n` at index `n - 1`. */
export class MemoryLog implements Log {
  readonly #entries: LogEntry[] = []
  readonly #byId = new Map<EventId, number>()
  #siteRevision = 0

  get last(): number {
    return this.#entries.length
  }

  append(entry: LogEntry): void {
    this.#byId.set(entry.id, entry.position)
    this.#entries.push(entry)
  }

  /** The entries that told of the person, as they are to be from now on. */
  without(person: ErasedPerson): LogEntry[] {
    const told = new Set<string>()
    return this.#entries.flatMap((entry) => {
      const next = erasePerson(entry, person, (id) => told.has(id))
      if (next === entry) return []
      told.add(entry.id)
      return [next]
    })
  }

  replace(entry: LogEntry): void {
    this.#entries[entry.position - 1] = entry
  }

  /** Of a conference, in the order of its revisions. */
  of(id: ConferenceId): LogEntry[] {
    return this.#entries.filter(({ conferenceId }) => conferenceId === id)
  }

  async record(events: Parameters<Log['record']>[0]): ReturnType<Log['record']> {
    const placed = placeSiteEvents(events, (id) => this.#byId.has(id as EventId), {
      position: this.last,
      revision: this.#siteRevision,
    })
    for (const entry of placed) {
      if (!entry) continue
      this.append(entry)
      this.#siteRevision = entry.revision
    }
    return placed
  }

  async entries({ after, limit }: { after: number; limit: number }): Promise<LogEntry[]> {
    return this.#entries.slice(Math.max(0, after), Math.max(0, after) + limit)
  }

  async entry(position: number): Promise<LogEntry | null> {
    return this.#entries[position - 1] ?? null
  }

  async byId(id: EventId): Promise<LogEntry | null> {
    return this.#entries[(this.#byId.get(id) ?? 0) - 1] ?? null
  }

  async foreign(
    bus: string,
    source: string | null,
    ids: readonly string[],
  ): Promise<SiteRecorded<'EventPut'>[]> {
    const found = new Map<string, SiteRecorded<'EventPut'>>()
    for (const entry of this.#entries) {
      if (!isSiteEntry(entry) || entry.type !== 'EventPut') continue
      const { event } = entry.data
      if (entry.data.bus === bus && (source ?? event.source) === event.source && ids.includes(event.id))
        found.set(JSON.stringify([event.source, event.id]), entry)
    }
    return [...found.values()]
  }

  async positionBefore(time: number): Promise<number> {
    const first = this.#entries.find((entry) => entry.time >= time)
    return (first?.position ?? this.last + 1) - 1
  }

  async lastPosition(): Promise<number> {
    return this.last
  }
}
