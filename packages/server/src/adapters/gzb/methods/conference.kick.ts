import type { ParticipantId } from '@parley/core'
import { perMember } from '../receive.ts'
import { command, type Handler } from '../rpc/call.ts'

export const conferenceKick: Handler<'conference.kick'> = async (house, call, params) => {
  const answer = await command(house, call, params, 'Remove', {
    ids: params.memberIds as ParticipantId[],
    ban: params.ban ?? false,
  })
  return { version: answer.revision, results: perMember(answer) }
}
