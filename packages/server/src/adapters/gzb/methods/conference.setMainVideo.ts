import { spotlightOf } from '../receive.ts'
import { command, type Handler } from '../rpc/call.ts'

export const conferenceSetMainVideo: Handler<'conference.setMainVideo'> = async (house, call, params) => {
  const { revision } = await command(house, call, params, 'Spotlight', { spotlight: spotlightOf(params) })
  return { version: revision }
}
