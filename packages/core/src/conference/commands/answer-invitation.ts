import { participantOf } from '../../actor.ts'
import { refuse } from '../../refusal.ts'
import type { CommandParams } from '../commands.ts'
import type { InvitationOutcome } from '../events.ts'
import type { Outcome, Scene } from '../scene.ts'
import { isRinging, settle } from './invitation.ts'
import { requireRun } from './require-run.ts'

const OUTCOMES = { accept: 'accepted', decline: 'declined', busy: 'busy' } as const satisfies Record<
  CommandParams['AnswerInvitation']['answer'],
  InvitationOutcome
>

/** Only by the account that rings; who accepts still has to join. */
export function answerInvitation(
  scene: Scene,
  { invitationId, answer }: CommandParams['AnswerInvitation'],
): Outcome {
  const { actor, conference } = scene
  if (actor.is !== 'user') refuse('forbidden', 'only accounts are called')
  requireRun(conference)
  const ringing = Object.values(conference.people).find((one) => one.invitation?.id === invitationId)
  if (!ringing || !isRinging(ringing)) refuse('conflict', 'the invitation does not ring any more')
  if (ringing.id !== participantOf(conference, actor)) refuse('not-yours', 'somebody else is called')
  settle(scene, ringing, OUTCOMES[answer])
  return { participantId: ringing.id }
}
