import type { CommandParams } from '../commands.ts'
import { requireFloor } from '../rights.ts'
import type { Outcome, Scene } from '../scene.ts'
import { isAtTheDoor, isInside } from '../state.ts'
import { isRinging } from './invitation.ts'
import { each, personWho, requireNamed } from './people.ts'
import { requireRun } from './require-run.ts'
import { sendAway } from './send-away.ts'

/** People inside, at the door and ringing; the last two also have commands of their own. */
export function remove(scene: Scene, { ids, ban }: CommandParams['Remove']): Outcome {
  requireFloor(scene.standing)
  requireRun(scene.conference)
  requireNamed(ids)
  return each(
    scene,
    ids,
    (person) => sendAway(scene, person, ban),
    (id) => personWho(scene, id, (person) => isInside(person) || isAtTheDoor(person) || isRinging(person)),
  )
}
