import { refuse } from '../../refusal.ts'
import type { CommandParams } from '../commands.ts'
import { subjectOf } from '../events.ts'
import { hasFloor, requireInviting } from '../rights.ts'
import type { Outcome, Scene } from '../scene.ts'
import type { Participant } from '../state.ts'
import { vacateHost } from './host-place.ts'
import { isRinging } from './invitation.ts'
import { each, personWho, requireNamed } from './people.ts'
import { requireRun } from './require-run.ts'
import { sendAway } from './send-away.ts'

/** Off the list, and out. Who may invite may also take back what still rings; the rest needs the floor. */
export function uninvite(scene: Scene, { ids }: CommandParams['Uninvite']): Outcome {
  const { standing, conference } = scene
  requireInviting(conference, standing)
  requireRun(conference)
  requireNamed(ids)
  return each(
    scene,
    ids,
    (person) => {
      if (!hasFloor(standing) && !isRinging(person))
        refuse('forbidden', 'only the host and cohosts may take somebody off the list')
      takeOff(scene, person)
    },
    (id) => personWho(scene, id, (person) => person.invited),
  )
}

function takeOff(scene: Scene, person: Participant): void {
  sendAway(scene, person, false)
  const { presence } = personWho(scene, person.id, () => true)
  // Whoever was inside stays known to the run, and the host's place to its clock; others are forgotten.
  if (presence.is !== 'gone') vacateHost(scene, person)
  scene.emit('PersonUninvited', subjectOf(person))
}
