import type { ParticipantId } from '@parley/core'
import { command, type Handler } from '../rpc/call.ts'

export const conferenceSetRole: Handler<'conference.setRole'> = async (house, call, params) => {
  const { revision } = await command(house, call, params, 'SetCohost', {
    id: params.memberId as ParticipantId,
    on: params.role === 'cohost',
  })
  return { version: revision }
}
