import type { EventData, EventType, Recorded } from '@parley/core'
import type { EventView } from '../schema/events.ts'

/** Secrets, sealed as they are, stay inside. Complete by type, so that a new event is asked whether it has any. */
const HIDDEN: { [T in EventType]: readonly (keyof EventData[T])[] } = {
  ConferenceScheduled: ['sealed'],
  ConferenceCancelled: [],
  ConferenceClosed: [],
  RunStarted: [],
  RunOccupied: [],
  RunVacated: [],
  RunProlonged: [],
  RunEnded: [],
  ParticipantJoined: [],
  ParticipantInterrupted: [],
  ParticipantResumed: [],
  ParticipantLeft: [],
  MicChanged: [],
  CameraChanged: [],
  ParticipantRenamed: [],
  HostChanged: [],
  MediaChanged: [],
  MuteAllChanged: [],
  LockChanged: [],
}

export function presentEvent(recorded: Recorded): EventView {
  const { id, conferenceId, runId, revision, position, type, time, actor, via, cause } = recorded
  const hidden: readonly string[] = HIDDEN[type]
  const data = Object.fromEntries(Object.entries(recorded.data).filter(([key]) => !hidden.includes(key)))
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
    data,
  }
}
