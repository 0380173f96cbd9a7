import type { ParticipantId } from '@parley/core'
import { command, type Handler } from '../rpc/call.ts'

export const conferenceRequestUnmute: Handler<'conference.requestUnmute'> = async (house, call, params) => {
  await command(house, call, params, 'Ask', {
    id: params.memberId as ParticipantId,
    medium: 'mic',
    on: true,
  })
  return {}
}
