import { command, type Handler } from '../rpc/call.ts'

export const conferenceSetLoudspeaker: Handler<'conference.setLoudspeaker'> = async (house, call, params) => {
  const { revision } = await command(house, call, params, 'SetLoudspeaker', { on: params.on })
  return { version: revision }
}
