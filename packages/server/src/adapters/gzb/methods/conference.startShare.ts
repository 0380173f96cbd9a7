import { command, type Handler } from '../rpc/call.ts'

export const conferenceStartShare: Handler<'conference.startShare'> = async (house, call, params) => {
  const { revision } = await command(house, call, params, 'StartShare', {})
  return { version: revision }
}
