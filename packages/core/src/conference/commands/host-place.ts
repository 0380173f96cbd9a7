import { type EventData, subjectOf } from '../events.ts'
import type { Scene } from '../scene.ts'
import { type Participant, runOf } from '../state.ts'
import { putHandDown } from './hands.ts'

/** Frees the host's place when it is kept for this person, who has lost the claim to it. */
export function vacateHost(scene: Scene, person: Participant): void {
  if (runOf(scene.conference)?.hostId === person.id)
    scene.emit('HostChanged', { from: subjectOf(person), to: null, why: 'away' })
}

/** Nothing if it is the host already. A host's hand is never up (SPEC.md, F2). */
export function giveHost(scene: Scene, person: Participant, why: EventData['HostChanged']['why']): void {
  const run = runOf(scene.conference)
  if (!run || run.hostId === person.id) return
  const from = run.hostId === null ? undefined : scene.conference.people[run.hostId]
  putHandDown(scene, person)
  scene.emit('HostChanged', { from: from ? subjectOf(from) : null, to: subjectOf(person), why })
}
