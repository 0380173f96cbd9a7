import type { ConferenceId, ParticipantId } from '@parley/core'
import { callerOf, command, type Handler, personOf } from '../rpc/call.ts'
import { proofOf } from '../rpc/proof.ts'

/** To oneself: claims the place ([WC] 1.5); to another: hands it over. */
export const conferenceSetChair: Handler<'conference.setChair'> = async (house, call, params) => {
  const caller = callerOf(call)
  const conference = await house.parts.conferences.get(params.confId as ConferenceId)
  const isSelf = personOf(conference, caller.actor)?.id === params.memberId
  const { revision } = isSelf
    ? await command(house, call, params, 'ClaimHost', {
        proof: proofOf(house, call, caller, conference, params),
      })
    : await command(house, call, params, 'TransferHost', { id: params.memberId as ParticipantId })
  return { version: revision }
}
