import type { EventId } from '../../ids.ts'
import type { Instant } from '../../instant.ts'
import type { Ids } from '../../ports/ids.ts'
import type { NewSiteEvent } from '../../site/events.ts'
import type { LogEntry } from '../../site/log-entry.ts'
import { siteRecord } from '../site-record.ts'
import { wordsOf } from '../tell.ts'

/** The trace of an entry that could not be told; none without faults, and none of a trace: it would go on for ever. */
export function untoldRecord(
  ids: Pick<Ids, 'eventId' | 'commandId'>,
  now: Instant,
  { id, type, position }: LogEntry,
  faults: readonly unknown[],
): NewSiteEvent[] {
  if (faults.length === 0 || type === 'EventUntold') return []
  const error = faults.map(wordsOf).join('; ')
  const record = siteRecord(ids, now, 'EventUntold', { position, eventId: id, eventType: type, error })
  return [{ ...record, id: traceOf(id) }]
}

/** The same on every node and after every kill: version 8 of the entry's own UUID, with another last digit. */
function traceOf(id: EventId): EventId {
  const last = (Number.parseInt(id.slice(-1), 16) ^ 1).toString(16)
  return `${id.slice(0, 14)}8${id.slice(15, -1)}${last}` as EventId
}
