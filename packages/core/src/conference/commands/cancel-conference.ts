import { refuse } from '../../refusal.ts'
import type { CommandParams } from '../commands.ts'
import { requireBooking } from '../rights.ts'
import type { Scene } from '../scene.ts'
import { everybodyOut } from './everybody-out.ts'

/** Gives the reservation up; a running conference only when asked to end it too. */
export function cancelConference(scene: Scene, { endRun }: CommandParams['CancelConference']): void {
  requireBooking(scene.standing)
  const { conference } = scene
  if (conference.state === 'closed') refuse('ended', 'the conference is over')
  if (conference.state === 'running') {
    if (!endRun) refuse('already-started', 'the conference is running')
    everybodyOut(scene)
    scene.emit('RunEnded', { reason: 'host', nextRunId: null })
  }
  scene.emit('ConferenceCancelled', {})
}
