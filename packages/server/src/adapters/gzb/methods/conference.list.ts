import { type Conference, type ConferenceFilter, refuse } from '@parley/core'
import { callerOf, type Handler } from '../rpc/call.ts'
import { conferenceView } from '../views.ts'

const STATES = {
  ongoing: ['running'],
  scheduled: ['scheduled'],
  ended: ['closed'],
} as const satisfies Record<string, readonly Conference['state'][]>

const USUAL_ROWS = 20

/** What the caller owns or is invited to, latest start first; a key sees all of the installation. */
export const conferenceList: Handler<'conference.list'> = async ({ parts }, call, params) => {
  const caller = callerOf(call)
  if (caller.is === 'guest') refuse('forbidden', 'guests see their conference only')
  const { filter, startIndex = 0, resultRows = USUAL_ROWS } = params
  const whose: Partial<ConferenceFilter> =
    caller.is === 'key'
      ? { tenantId: parts.tenantId }
      : filter === 'mine'
        ? { ownerId: caller.user.id }
        : { seenBy: caller.user.id }
  const { total, items } = await parts.store.find({
    ...whose,
    ...(filter && filter !== 'mine' ? { states: STATES[filter] } : {}),
    descending: true,
    offset: startIndex,
    limit: resultRows,
  })
  const conferences = await Promise.all(items.map(({ conferenceId }) => parts.conferences.get(conferenceId)))
  return {
    totalItems: total,
    startIndex,
    resultRows,
    items: conferences.map((conference) => conferenceView(conference, 'user')),
  }
}
