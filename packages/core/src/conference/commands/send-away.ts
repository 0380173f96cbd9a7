import { refuse } from '../../refusal.ts'
import type { Scene } from '../scene.ts'
import { isAtTheDoor, isInside, type Participant } from '../state.ts'
import { isRinging, settle } from './invitation.ts'
import { leaveLobby } from './lobby.ts'
import { sendOut } from './send-out.ts'

/** Away from wherever somebody is: inside, at the door, or ringing. A ban holds only what was inside. */
export function sendAway(scene: Scene, person: Participant, ban: boolean): void {
  if (isInside(person)) sendOut(scene, person, 'removed', ban)
  else if (ban) refuse('not-inside', 'only people inside can be kept out for good')
  else if (isAtTheDoor(person)) leaveLobby(scene, person, 'refused')
  else if (isRinging(person)) settle(scene, person, 'withdrawn')
}
