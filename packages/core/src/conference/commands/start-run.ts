import { refuse } from '../../refusal.ts'
import type { CommandParams } from '../commands.ts'
import type { Scene } from '../scene.ts'
import { begin } from './begin.ts'
import { whyNotStart } from './may-start.ts'

export function startRun(scene: Scene, { proof }: CommandParams['StartRun']): void {
  const { conference, standing } = scene
  if (conference.state === 'closed') refuse('ended', 'the conference is over')
  if (proof === 'wrong') refuse('wrong-password', 'the password is wrong')
  if (proof === 'none' && !standing.books && !isInvited(scene))
    refuse('password-needed', 'a password is needed')
  if (conference.state === 'running') return
  const why = whyNotStart(conference, { ...standing, invited: isInvited(scene) }, proof, scene.now)
  if (why) refuse(why, undefined, { start: conference.plan.start })
  begin(scene)
}

function isInvited({ conference, actor }: Scene): boolean {
  return (
    actor.is === 'user' &&
    Object.values(conference.people).some(
      (person) => person.invited && person.who.is === 'user' && person.who.userId === actor.userId,
    )
  )
}
