import { MINUTE } from '../../instant.ts'
import type { Scene } from '../scene.ts'

/** Starts the next run. Its length counts from now, not from the planned start. */
export function begin(scene: Scene): void {
  const { runs, plan } = scene.conference
  const no = runs + 1
  scene.emit('RunStarted', {
    no,
    startedAt: scene.now,
    endsAt: plan.minutes === null ? null : scene.now + plan.minutes * MINUTE,
    media: { is: 'mesh', epoch: no },
  })
}
