import { callerOf, command, type Handler } from '../rpc/call.ts'

/** A guest's account carries what its link proved. */
export const conferenceStart: Handler<'conference.start'> = async (house, call, params) => {
  const caller = callerOf(call)
  const { revision } = await command(house, call, params, 'StartRun', {
    proof: caller.is === 'guest' ? caller.guest.proof : 'none',
  })
  return { version: revision }
}
