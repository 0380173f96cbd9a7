import { type LobbyOutcome, subjectOf } from '../events.ts'
import type { Scene } from '../scene.ts'
import { type Participant, waitingPeople } from '../state.ts'

/** Lets a waiting person in: who does not come in time is forgotten again. */
export function letIn(scene: Scene, person: Participant): void {
  leaveLobby(scene, person, 'admitted', scene.now + scene.policies.joiningMs)
}

/** Ends the waiting, or the moment to come of who was let in; `until` only of who is let in. */
export function leaveLobby(
  scene: Scene,
  person: Participant,
  outcome: LobbyOutcome,
  until = scene.now,
): void {
  scene.emit('LobbyLeft', { ...subjectOf(person), outcome, until })
}

/** The turning off of a waiting room lets in everybody who waits (SPEC.md, W6). */
export function letAllIn(scene: Scene): void {
  for (const person of waitingPeople(scene.conference)) letIn(scene, person)
}
