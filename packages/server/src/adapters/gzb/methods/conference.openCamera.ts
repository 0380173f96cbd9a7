import { perMember, whom } from '../receive.ts'
import { command, type Handler } from '../rpc/call.ts'

export const conferenceOpenCamera: Handler<'conference.openCamera'> = async (house, call, params) => {
  const answer = await command(house, call, params, 'OpenCamera', whom(params.memberIds))
  return { version: answer.revision, ...(params.memberIds ? { results: perMember(answer) } : {}) }
}
