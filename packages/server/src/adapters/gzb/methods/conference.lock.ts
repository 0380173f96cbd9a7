import { command, type Handler } from '../rpc/call.ts'

export const conferenceLock: Handler<'conference.lock'> = async (house, call, params) => {
  const { revision } = await command(house, call, params, 'ChangeSettings', { changes: { locked: true } })
  return { version: revision }
}
