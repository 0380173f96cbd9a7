import { Refusal } from '@parley/core'
import { presentEvent } from '../present.ts'
import { callerOf, followable, type Handler } from '../rpc/call.ts'
import { mayBeTold, sightOf } from '../sight.ts'

const MOST = 1_000

/** The log is kept whole, so the only version that cannot be had is one that has not been reached. */
export const conferenceGetEvents: Handler<'conference.getEvents'> = async (house, call, params) => {
  const { fromVersion, limit = MOST } = params
  const { actor } = callerOf(call)
  const before = await followable(house, call, params.confId)
  if (fromVersion > before.revision)
    throw new Refusal('stale-cursor', 'there is no such version yet', { revision: before.revision })
  const recorded = await house.parts.store.eventsOf(before.id, { after: fromVersion, limit })
  // Read after the events, so that it is not older than any of them.
  const conference = await house.parts.conferences.get(before.id)
  const sight = sightOf(conference, actor)
  return {
    events: recorded.map((event) =>
      mayBeTold(event, sight)
        ? presentEvent(event, conference, sight)
        : { confId: before.id, version: event.revision, type: 'skip' },
    ),
    version: conference.revision,
    complete: (recorded.at(-1)?.revision ?? fromVersion) === conference.revision,
  }
}
