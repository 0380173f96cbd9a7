import type { CommandParams } from '../commands.ts'
import { requireFloor } from '../rights.ts'
import type { Outcome, Scene } from '../scene.ts'
import { isAtTheDoor } from '../state.ts'
import { waiters } from './admit.ts'
import { leaveLobby } from './lobby.ts'
import { each, personWho } from './people.ts'
import { requireRun } from './require-run.ts'

/** Sends people away from the waiting room, also those who were let in and have not come yet. */
export function refuseEntry(scene: Scene, who: CommandParams['Refuse']): Outcome {
  requireFloor(scene.standing)
  requireRun(scene.conference)
  return each(
    scene,
    waiters(scene, who),
    (person) => leaveLobby(scene, person, 'refused'),
    (id) => personWho(scene, id, isAtTheDoor),
  )
}
