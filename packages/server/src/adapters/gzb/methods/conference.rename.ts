import type { ParticipantId } from '@parley/core'
import { command, type Handler } from '../rpc/call.ts'

export const conferenceRename: Handler<'conference.rename'> = async (house, call, params) => {
  const { revision } = await command(house, call, params, 'Rename', {
    ...(params.memberId === undefined ? {} : { id: params.memberId as ParticipantId }),
    name: params.displayName,
  })
  return { version: revision }
}
