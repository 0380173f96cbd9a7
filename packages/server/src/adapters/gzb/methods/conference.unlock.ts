import { command, type Handler } from '../rpc/call.ts'

export const conferenceUnlock: Handler<'conference.unlock'> = async (house, call, params) => {
  const { revision } = await command(house, call, params, 'ChangeSettings', { changes: { locked: false } })
  return { version: revision }
}
