import { refuse } from '@parley/core'
import { mediaOf } from '../media.ts'
import { callerOf, type Handler, personOf, visible } from '../rpc/call.ts'

export const conferenceRenewMedia: Handler<'conference.renewMedia'> = async (house, call, params) => {
  const conference = await visible(house, call, params.confId)
  const person =
    personOf(conference, callerOf(call).actor) ?? refuse('not-inside', 'only people inside have media')
  return mediaOf(house.parts, conference, person)
}
