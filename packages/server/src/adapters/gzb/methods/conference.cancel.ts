import { command, type Handler } from '../rpc/call.ts'

export const conferenceCancel: Handler<'conference.cancel'> = async (house, call, params) => {
  const { revision } = await command(house, call, params, 'CancelConference', { endRun: false })
  return { version: revision }
}
