import { idsOf, perMember } from '../receive.ts'
import { command, type Handler } from '../rpc/call.ts'

export const conferenceReturnToLobby: Handler<'conference.returnToLobby'> = async (house, call, params) => {
  const answer = await command(house, call, params, 'ReturnToLobby', { ids: idsOf(params.memberIds) })
  return { version: answer.revision, results: perMember(answer) }
}
