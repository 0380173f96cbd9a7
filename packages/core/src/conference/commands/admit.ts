import type { CommandParams } from '../commands.ts'
import { requireFloor } from '../rights.ts'
import type { Outcome, Scene } from '../scene.ts'
import { isAtTheDoor, waitingPeople } from '../state.ts'
import { letIn } from './lobby.ts'
import { each, personWho, requireNamed } from './people.ts'
import { requireRun } from './require-run.ts'

/** Lets people in from the waiting room; who was let in already stays so. */
export function admit(scene: Scene, who: CommandParams['Admit']): Outcome {
  requireFloor(scene.standing)
  requireRun(scene.conference)
  return each(
    scene,
    waiters(scene, who),
    (person) => {
      if (person.presence.is === 'waiting') letIn(scene, person)
    },
    (id) => personWho(scene, id, isAtTheDoor),
  )
}

/** Whom a command about the waiting room means. */
export function waiters(
  scene: Scene,
  { ids = [], all }: CommandParams['Admit'],
): NonNullable<CommandParams['Admit']['ids']> {
  if (all) return waitingPeople(scene.conference).map(({ id }) => id)
  requireNamed(ids)
  return ids
}
