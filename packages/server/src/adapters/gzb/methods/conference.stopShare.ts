import { perMember, whom } from '../receive.ts'
import { command, type Handler } from '../rpc/call.ts'

export const conferenceStopShare: Handler<'conference.stopShare'> = async (house, call, params) => {
  const answer = await command(house, call, params, 'StopShare', whom(params.memberIds))
  return { version: answer.revision, results: perMember(answer) }
}
