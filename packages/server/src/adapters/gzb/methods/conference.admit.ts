import { perMember, whom } from '../receive.ts'
import { command, type Handler } from '../rpc/call.ts'

export const conferenceAdmit: Handler<'conference.admit'> = async (house, call, params) => {
  const answer = await command(house, call, params, 'Admit', {
    ...whom(params.memberIds),
    ...(params.all === undefined ? {} : { all: params.all }),
  })
  return { version: answer.revision, results: perMember(answer) }
}
