import { refuse } from '../../refusal.ts'
import type { CommandParams } from '../commands.ts'
import { subjectOf } from '../events.ts'
import type { Scene } from '../scene.ts'

/**
 * What a door saw of a page's line. Presence is ours: the line going down is an interruption, never a leave
 * (SPEC.md, P2). News about an older page of the same person say nothing and are dropped.
 */
export function noteConnection(
  scene: Scene,
  { participantId, generation, line }: CommandParams['NoteConnection'],
): void {
  if (scene.actor.is !== 'system') refuse('forbidden', 'only the house notes connections')
  const person = scene.conference.people[participantId]
  if (!person || person.generation !== generation) return
  const { presence } = person
  if (line === 'up') {
    if (presence.is !== 'interrupted') return
    scene.emit('ParticipantResumed', {
      ...subjectOf(person),
      generation,
      how: 'back',
      media: person.media,
      device: person.device,
    })
    return
  }
  const { graceMs, graceMediaMs, closingGraceMs } = scene.policies
  const until =
    scene.now + (line === 'closing' ? closingGraceMs : person.mediaState === 'up' ? graceMediaMs : graceMs)
  const sooner = presence.is === 'interrupted' && line === 'closing' && until < presence.until
  if (presence.is === 'present' || sooner)
    scene.emit('ParticipantInterrupted', { ...subjectOf(person), until })
}
