import { subjectOf } from '../events.ts'
import type { Scene } from '../scene.ts'
import { type Participant, runOf } from '../state.ts'

/** Frees the host's place when it is kept for this person, who has lost the claim to it. */
export function vacateHost(scene: Scene, person: Participant): void {
  if (runOf(scene.conference)?.hostId === person.id)
    scene.emit('HostChanged', { from: subjectOf(person), to: null, why: 'away' })
}
