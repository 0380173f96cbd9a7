import type { OutsideData } from '@parley/core'
import { CONFERENCE_EVENTS } from './conference-events.ts'
import { type EventTypeEntry, type Plain, versionedName } from './event-type.ts'
import { MEETING_EVENTS } from './meeting-events.ts'
import { PARTICIPANT_EVENTS } from './participant-events.ts'
import { SITE_EVENTS } from './site-events.ts'

type Described<Data> = Pick<EventTypeEntry<Data>, 'description' | 'data' | 'example'>

/** What the log records, by name. Complete by type: an event that is not described, or described wrongly, does not compile. */
const RECORDED: { [Name in keyof OutsideData]: Described<Plain<OutsideData[Name]>> } = {
  ...CONFERENCE_EVENTS,
  ...PARTICIPANT_EVENTS,
  ...SITE_EVENTS,
}

/** Every event that the log records, as the bus `parley` tells it. */
export const OWN_EVENTS: readonly EventTypeEntry[] = Object.entries(RECORDED).map(([name, described]) => ({
  name,
  version: 1,
  type: ownType(name, 1),
  bus: 'parley' as const,
  ...described,
}))

/** Everything that is told outside under a fixed name. */
export const EVENT_CATALOGUE: readonly EventTypeEntry[] = [...OWN_EVENTS, ...MEETING_EVENTS]

/** By name, name and version, or type. */
export function eventTypeOf(text: string): EventTypeEntry | undefined {
  return EVENT_CATALOGUE.find(
    (entry) => entry.name === text || versionedName(entry) === text || entry.type === text,
  )
}

/** Attribute `type` of an event of the log in version `schema` of its payload. */
export function ownType(name: string, schema: number): string {
  return `io.parley.${name}.v${schema}`
}
