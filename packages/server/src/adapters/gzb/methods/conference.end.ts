import { command, type Handler } from '../rpc/call.ts'

export const conferenceEnd: Handler<'conference.end'> = async (house, call, params) => {
  const { revision } = await command(house, call, params, 'EndRun', {})
  return { version: revision }
}
