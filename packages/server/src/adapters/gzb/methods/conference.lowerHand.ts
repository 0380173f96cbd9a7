import { perMember, whom } from '../receive.ts'
import { command, type Handler } from '../rpc/call.ts'

export const conferenceLowerHand: Handler<'conference.lowerHand'> = async (house, call, params) => {
  const answer = await command(house, call, params, 'LowerHand', whom(params.memberIds ?? params.memberId))
  return { version: answer.revision, ...(params.memberIds ? { results: perMember(answer) } : {}) }
}
