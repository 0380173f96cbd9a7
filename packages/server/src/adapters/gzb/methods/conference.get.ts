import { standingOf } from '@parley/core'
import { audienceOf } from '../auth/caller.ts'
import { callerOf, type Handler, visible } from '../rpc/call.ts'
import { conferenceView, membersView } from '../views.ts'

/** The link's password only for those who may book. */
export const conferenceGet: Handler<'conference.get'> = async (house, call, params) => {
  const caller = callerOf(call)
  const conference = await visible(house, call, params.confId)
  const audience = audienceOf(caller)
  const { books } = standingOf(conference, caller.actor)
  return {
    ...conferenceView(conference, audience),
    ...(books ? { password: house.parts.access.passwords(conference).link } : {}),
    ...(params.withMembers ? { members: membersView(conference, audience) } : {}),
  }
}
