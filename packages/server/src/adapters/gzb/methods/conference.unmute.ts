import { perMember, whom } from '../receive.ts'
import { command, type Handler } from '../rpc/call.ts'

export const conferenceUnmute: Handler<'conference.unmute'> = async (house, call, params) => {
  const answer = await command(house, call, params, 'Unmute', whom(params.memberIds))
  return { version: answer.revision, ...(params.memberIds ? { results: perMember(answer) } : {}) }
}
