import { type InvitationOutcome, subjectOf } from '../events.ts'
import type { Scene } from '../scene.ts'
import type { Participant } from '../state.ts'

export function isRinging({ presence }: Participant): boolean {
  return presence.is === 'calling'
}

/** Ends the ringing; who accepted has a moment to come, everybody else is expected as before. */
export function settle(scene: Scene, person: Participant, outcome: InvitationOutcome): void {
  if (!person.invitation || !isRinging(person)) throw new Error('only what rings can be settled')
  scene.emit('InvitationSettled', {
    ...subjectOf(person),
    invitationId: person.invitation.id,
    outcome,
    rang: true,
    until: scene.now + (outcome === 'accepted' ? scene.policies.joiningMs : 0),
  })
}
