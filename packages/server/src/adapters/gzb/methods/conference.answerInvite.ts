import type { CommandParams, ConferenceId, InvitationId } from '@parley/core'
import { command, type Handler } from '../rpc/call.ts'

const ANSWERS = { accept: 'accept', reject: 'decline', busy: 'busy' } as const satisfies Record<
  string,
  CommandParams['AnswerInvitation']['answer']
>

/** Whoever accepts is told the way in, and still has to join. */
export const conferenceAnswerInvite: Handler<'conference.answerInvite'> = async (house, call, params) => {
  const { access, conferences } = house.parts
  const { revision } = await command(house, call, params, 'AnswerInvitation', {
    invitationId: params.inviteId as InvitationId,
    answer: ANSWERS[params.answer],
  })
  if (params.answer !== 'accept') return { version: revision }
  const conference = await conferences.get(params.confId as ConferenceId)
  return { version: revision, joinUrl: access.links(conference).guest }
}
