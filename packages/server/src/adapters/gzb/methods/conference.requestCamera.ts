import type { ParticipantId } from '@parley/core'
import { command, type Handler } from '../rpc/call.ts'

export const conferenceRequestCamera: Handler<'conference.requestCamera'> = async (house, call, params) => {
  await command(house, call, params, 'Ask', {
    id: params.memberId as ParticipantId,
    medium: 'camera',
    on: params.on ?? true,
  })
  return {}
}
