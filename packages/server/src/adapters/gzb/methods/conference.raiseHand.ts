import { whom } from '../receive.ts'
import { command, type Handler } from '../rpc/call.ts'

export const conferenceRaiseHand: Handler<'conference.raiseHand'> = async (house, call, params) => {
  const { revision } = await command(house, call, params, 'RaiseHand', whom(params.memberId))
  return { version: revision }
}
