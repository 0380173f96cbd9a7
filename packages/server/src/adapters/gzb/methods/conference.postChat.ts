import type { ParticipantId } from '@parley/core'
import { command, type Handler } from '../rpc/call.ts'

export const conferencePostChat: Handler<'conference.postChat'> = async (house, call, params) => {
  const { revision } = await command(house, call, params, 'PostChat', {
    text: params.text,
    to: (params.to ?? null) as ParticipantId | null,
  })
  return { version: revision }
}
