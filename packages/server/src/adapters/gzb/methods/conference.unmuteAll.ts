import { refuse } from '@parley/core'
import { command, type Handler } from '../rpc/call.ts'

export const conferenceUnmuteAll: Handler<'conference.unmuteAll'> = async (house, call, params) => {
  if (params.allowUnmute === false) refuse('unsupported', 'unmuting all allows everybody to unmute')
  const { revision } = await command(house, call, params, 'UnmuteAll', {})
  return { version: revision }
}
