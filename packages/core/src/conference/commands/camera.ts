import { refuse } from '../../refusal.ts'
import type { CommandParams } from '../commands.ts'
import type { Outcome, Scene } from '../scene.ts'
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

/** A camera closed by the host stays closed until the host allows it again. */
export function openCamera(scene: Scene, whom: CommandParams['OpenCamera']): Outcome {
  requireRun(scene.conference)
  return onWhom(
    scene,
    whom,
    (me) => {
      if (scene.conference.settings.media === 'voice') refuse('unsupported', 'this is a voice conference')
      if (me.camera.offByHost && me.role !== 'host') refuse('held-by-host', 'the host closed this camera')
      setBits(scene, me, 'camera', { offBySelf: false, offByHost: false })
    },
    (person) => setBits(scene, person, 'camera', { offByHost: false }),
  )
}
