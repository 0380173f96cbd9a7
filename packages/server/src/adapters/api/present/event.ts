import { type LogEntry, outsideData } from '@parley/core'
import type { EventView } from '../schema/events.ts'

export function presentEvent(recorded: LogEntry): EventView {
  const { id, conferenceId, runId, revision, position, type, time, actor, via, cause } = recorded
  return {
    id,
    conferenceId,
    runId,
    revision,
    position,
    type,
    time: new Date(time).toISOString(),
    actor,
    via,
    cause,
    data: { ...outsideData(recorded) },
  }
}
