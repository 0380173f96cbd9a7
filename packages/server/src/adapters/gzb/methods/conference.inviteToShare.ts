import type { ParticipantId } from '@parley/core'
import { command, type Handler } from '../rpc/call.ts'

export const conferenceInviteToShare: Handler<'conference.inviteToShare'> = async (house, call, params) => {
  const { revision } = await command(house, call, params, 'InviteToShare', {
    id: params.memberId as ParticipantId,
    on: params.on,
  })
  return { version: revision }
}
