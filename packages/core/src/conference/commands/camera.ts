import { refuse } from '../../refusal.ts'
import type { CommandParams } from '../commands.ts'
import { hasFloor } from '../rights.ts'
import type { Outcome, Scene } from '../scene.ts'
import type { SignalDraft } from '../signals.ts'
import { askFor } from './ask.ts'
import { setBits } from './bits.ts'
import { onWhom } from './people.ts'
import { requireRun } from './require-run.ts'

export function closeCamera(scene: Scene, whom: CommandParams['CloseCamera']): Outcome {
  requireRun(scene.conference)
  return onWhom(
    scene,
    whom,
    (me) => setBits(scene, me, 'camera', { offBySelf: true }),
    (person) => setBits(scene, person, 'camera', { offByHost: true }),
  )
}

/**
 * A camera closed by the host stays closed until the host allows it again, which asks whoever keeps it closed themselves
 * (SPEC.md, M6, M8, M9).
 */
export function openCamera(scene: Scene, whom: CommandParams['OpenCamera']): Outcome {
  requireRun(scene.conference)
  const { settings } = scene.conference
  const signals: SignalDraft[] = []
  const outcome = onWhom(
    scene,
    whom,
    (me) => {
      if (settings.media === 'voice') refuse('unsupported', 'this is a voice conference')
      if (me.camera.offByHost && me.role !== 'host') refuse('held-by-host', 'the host closed this camera')
      if (!settings.mayOpenCamera && !hasFloor(scene.standing))
        refuse('held-by-host', 'the host does not allow cameras')
      setBits(scene, me, 'camera', { offBySelf: false, offByHost: false })
    },
    (person) => {
      setBits(scene, person, 'camera', { offByHost: false })
      if (person.camera.offBySelf) signals.push(askFor(scene, person, 'camera'))
    },
  )
  return { ...outcome, signals }
}
