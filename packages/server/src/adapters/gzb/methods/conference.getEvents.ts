import { Refusal } from '@parley/core'
import { audienceOf } from '../auth/caller.ts'
import { presentEvent } from '../present.ts'
import { callerOf, type Handler, visible } from '../rpc/call.ts'

const MOST = 1_000

/** The log is kept whole, so the only version that cannot be had is one that has not been reached. */
export const conferenceGetEvents: Handler<'conference.getEvents'> = async (house, call, params) => {
  const { fromVersion, limit = MOST } = params
  const audience = audienceOf(callerOf(call))
  const before = await visible(house, call, params.confId)
  if (fromVersion > before.revision)
    throw new Refusal('stale-cursor', 'there is no such version yet', { revision: before.revision })
  const recorded = await house.parts.store.eventsOf(before.id, { after: fromVersion, limit })
  // Read after the events, so that it is not older than any of them.
  const conference = await house.parts.conferences.get(before.id)
  return {
    events: recorded.map((event) => presentEvent(event, conference, audience)),
    version: conference.revision,
    complete: (recorded.at(-1)?.revision ?? fromVersion) === conference.revision,
  }
}
