import type { Scene } from '../scene.ts'
import { insiders, isAtTheDoor } from '../state.ts'
import { isRinging, settle } from './invitation.ts'
import { leaveLobby } from './lobby.ts'
import { sendOut } from './send-out.ts'

/** Before a run ends: nobody rings, nobody waits, nobody is inside. */
export function everybodyOut(scene: Scene): void {
  for (const person of Object.values(scene.conference.people)) {
    if (isRinging(person)) settle(scene, person, 'withdrawn')
    else if (isAtTheDoor(person)) leaveLobby(scene, person, 'aborted')
  }
  for (const person of insiders(scene.conference)) sendOut(scene, person, 'ended')
}
