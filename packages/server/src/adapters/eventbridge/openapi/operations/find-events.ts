import type { EventId, LogEntry, PushEvent } from '@parley/core'
import type { OperationParts } from '../operation.ts'

/** An event of a bus and where it stands in the log. */
export type Found = { event: PushEvent; entry: LogEntry }

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Events of a bus by their ids, ours and foreign ones; `source` null: of any. */
export async function eventsById(
  { bus, source, ids }: { bus: string; source: string | null; ids: readonly string[] },
  { eventLog, outside }: Pick<OperationParts, 'eventLog' | 'outside'>,
): Promise<Found[]> {
  // Ours have the id of their log entry.
  const own = await Promise.all(ids.filter((id) => UUID.test(id)).map((id) => eventLog.byId(id as EventId)))
  const foreign = await eventLog.foreign(bus, source, ids)
  return [...own.filter((entry) => entry !== null), ...foreign]
    .flatMap((entry) => {
      const event = outside(bus, entry)
      return event ? [{ event, entry }] : []
    })
    .filter(({ event }) => ids.includes(event.id) && (source === null || event.source === source))
}
