import { command, type Handler } from '../rpc/call.ts'

export const conferenceLeave: Handler<'conference.leave'> = async (house, call, params) => {
  const { revision } = await command(house, call, params, 'Leave', {})
  return { version: revision }
}
