import { subjectOf } from '../events.ts'
import type { Scene } from '../scene.ts'
import { type GoneReason, isLastInside, type Participant } from '../state.ts'
import { putShareDown } from './share.ts'
import { dimSpotlight } from './spotlight.ts'

/**
 * The one way out: what the person showed to all ends, then `ParticipantLeft`, and `RunVacated` after the last
 * (SPEC.md, P4, P5, F6). The hand goes down with the leaving.
 */
export function sendOut(scene: Scene, person: Participant, reason: GoneReason, banned = false): void {
  const { conference } = scene
  if (conference.state !== 'running') throw new Error('nobody is inside a conference that is not running')
  if (person.presence.is !== 'present' && person.presence.is !== 'interrupted')
    throw new Error('only people inside leave')
  const { occupiedSince } = conference.run
  const last = isLastInside(conference, person.id)
  putShareDown(scene, person)
  dimSpotlight(scene, person)
  scene.emit('ParticipantLeft', { ...subjectOf(person), reason, joinedAt: person.presence.joinedAt, banned })
  if (last) scene.emit('RunVacated', { occupiedSince: occupiedSince ?? conference.run.startedAt })
}
