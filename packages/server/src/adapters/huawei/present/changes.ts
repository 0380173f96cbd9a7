import type { ConferenceEvent, EventId, EventType, ParticipantId, Recorded, Subject } from '@parley/core'

/** The kinds of push that events cause, in the order in which they are sent ([HW] 2.3). */
export type Part = 'attendees' | 'basic' | 'dynamic' | 'participants'

/** Which pushes an event causes ("a" in model terms: attendees only if the person is invited). Complete by type. */
const CAUSES: Record<EventType, readonly Part[]> = {
  ConferenceScheduled: [],
  ConferenceCancelled: [],
  ConferenceClosed: [],
  RunStarted: [],
  RunOccupied: [],
  RunVacated: [],
  RunProlonged: ['dynamic'],
  RunEnded: ['dynamic'],
  ParticipantJoined: ['participants', 'attendees'],
  // Interrupted people look as present on this wire.
  ParticipantInterrupted: [],
  // Another page may be another device, with or without a camera.
  ParticipantResumed: ['participants'],
  ParticipantLeft: ['participants', 'attendees'],
  MicChanged: ['participants'],
  CameraChanged: ['participants'],
  ParticipantRenamed: ['participants', 'attendees'],
  HostChanged: ['participants'],
  MediaChanged: [],
  MuteAllChanged: ['dynamic'],
  LockChanged: ['dynamic'],
}

/** What events changed, gathered: who has to be told about, and the last event that touched each part. */
export type Changes = {
  people: Map<ParticipantId, Subject>
  invited: Set<ParticipantId>
  last: Partial<Record<Part, EventId>>
}

export function noChanges(): Changes {
  return { people: new Map(), invited: new Set(), last: {} }
}

export function note(changes: Changes, event: Recorded): void {
  for (const part of CAUSES[event.type]) {
    const subjects = subjectsOf(event)
    if (part === 'participants')
      for (const subject of subjects) changes.people.set(subject.participantId, subject)
    if (part === 'attendees') {
      const invited = subjects.filter((subject) => subject.invited)
      if (invited.length === 0) continue
      for (const subject of invited) changes.invited.add(subject.participantId)
    }
    changes.last[part] = event.id
  }
}

function subjectsOf(event: ConferenceEvent): Subject[] {
  if (event.type === 'HostChanged') return [event.data.from, event.data.to].filter((one) => one !== null)
  return 'participantId' in event.data ? [event.data] : []
}
