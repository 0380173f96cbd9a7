import { command, type Handler } from '../rpc/call.ts'

export const conferenceSetCaptions: Handler<'conference.setCaptions'> = async (house, call, params) => {
  const { revision } = await command(house, call, params, 'SetCaptions', {
    captions: params.languages === null ? { is: 'off' } : { is: 'on', languages: params.languages },
  })
  return { version: revision }
}
