import { type EventType, PERSONAL_FIELDS } from '@parley/core'
import { type EventTypeEntry, versionedName } from '@parley/protocol'
import type { EventTypeView } from '../schema/event-types.ts'

export function presentEventType(entry: EventTypeEntry, publicUrl: string): EventTypeView {
  const { name, version, type, bus, description, example, personal } = entry
  return {
    name,
    version,
    type,
    bus,
    description,
    schema: schemaUrl(entry, publicUrl),
    personal: [...(personal ?? PERSONAL_FIELDS[name as EventType] ?? [])],
    example: example as Record<string, unknown>,
  }
}

/** Also the `dataschema` of events of the bus `parley`. */
export function schemaUrl(entry: Pick<EventTypeEntry, 'name' | 'version'>, publicUrl: string): string {
  return `${publicUrl}/api/v1/event-types/${versionedName(entry)}/schema`
}
