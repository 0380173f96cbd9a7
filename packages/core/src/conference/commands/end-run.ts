import { refuse } from '../../refusal.ts'
import type { RunEndReason } from '../events.ts'
import { requireChair } from '../rights.ts'
import type { Scene } from '../scene.ts'
import { plannedEnd } from '../state.ts'
import { everybodyOut } from './everybody-out.ts'

export function endRun(scene: Scene): void {
  requireChair(scene.standing)
  if (scene.conference.state === 'closed') refuse('ended', 'the conference is over')
  if (scene.conference.state === 'scheduled')
    refuse('not-started', 'the conference is not running', { start: scene.conference.plan.start })
  const byOperator =
    scene.actor.is === 'key' ||
    (scene.actor.is === 'user' &&
      scene.actor.userId !== scene.conference.owner.userId &&
      scene.standing.me === null)
  finish(scene, byOperator ? 'admin' : 'host')
}

/** Everybody out, the run over, and the reservation with it unless it may be held again (SPEC.md, R6). */
export function finish(scene: Scene, reason: RunEndReason): void {
  everybodyOut(scene)
  const end = plannedEnd(scene.conference)
  const again = scene.conference.settings.reopenable && reason !== 'limit' && end !== null && scene.now < end
  scene.emit('RunEnded', { reason, nextRunId: again ? scene.draw.runId() : null })
  if (!again) scene.emit('ConferenceClosed', { how: 'over' })
}
