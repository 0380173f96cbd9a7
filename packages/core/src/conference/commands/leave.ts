import { participantOf } from '../../actor.ts'
import { requireInside } from '../rights.ts'
import type { Scene } from '../scene.ts'
import { isAtTheDoor } from '../state.ts'
import { leaveLobby } from './lobby.ts'
import { requireRun } from './require-run.ts'
import { sendOut } from './send-out.ts'

/** Also out of the waiting room, and before somebody who was let in came. */
export function leave(scene: Scene): void {
  requireRun(scene.conference)
  const id = participantOf(scene.conference, scene.actor)
  const person = id ? scene.conference.people[id] : undefined
  if (person && isAtTheDoor(person)) leaveLobby(scene, person, 'aborted')
  else sendOut(scene, requireInside(scene.standing), 'left')
}
