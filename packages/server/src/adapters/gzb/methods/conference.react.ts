import { command, type Handler } from '../rpc/call.ts'

export const conferenceReact: Handler<'conference.react'> = async (house, call, params) => {
  await command(house, call, params, 'React', { reaction: params.reaction })
  return {}
}
