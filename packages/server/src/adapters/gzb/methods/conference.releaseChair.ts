import { command, type Handler } from '../rpc/call.ts'

export const conferenceReleaseChair: Handler<'conference.releaseChair'> = async (house, call, params) => {
  const { revision } = await command(house, call, params, 'ReleaseHost', {})
  return { version: revision }
}
