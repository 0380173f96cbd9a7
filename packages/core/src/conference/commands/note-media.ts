import { refuse } from '../../refusal.ts'
import type { CommandParams } from '../commands.ts'
import { subjectOf } from '../events.ts'
import type { Scene } from '../scene.ts'
import { isInside } from '../state.ts'
import { requireRun } from './require-run.ts'

/** What is known of a person's media; lengthens the grace, decides nothing else. */
export function noteMedia(
  scene: Scene,
  { participantId, epoch, mediaState }: CommandParams['NoteMedia'],
): void {
  const run = requireRun(scene.conference)
  if (epoch !== run.media.epoch) refuse('stale-epoch', 'the media were moved since')
  const person = scene.conference.people[participantId]
  if (!person || !isInside(person)) refuse('not-inside', 'only people inside have media')
  if (scene.actor.is !== 'system' && scene.standing.me?.id !== participantId)
    refuse('not-yours', 'one reports only the own media')
  if (person.mediaState !== mediaState) scene.emit('MediaChanged', { ...subjectOf(person), mediaState })
}
