import { standingOf } from '@parley/core'
import { audienceOf } from '../auth/caller.ts'
import { callerOf, followable, type Handler, visible } from '../rpc/call.ts'
import { sightOf } from '../sight.ts'
import { conferenceView, membersView } from '../views.ts'

/** The link's password only for those who may book; who is in a meeting that is on, only for those who are among them. */
export const conferenceGet: Handler<'conference.get'> = async (house, call, params) => {
  const caller = callerOf(call)
  const conference = await visible(house, call, params.confId)
  const withMembers = params.withMembers ?? false
  if (withMembers && conference.state === 'running') await followable(house, call, params.confId)
  const audience = audienceOf(caller)
  const { books } = standingOf(conference, caller.actor)
  return {
    ...conferenceView(conference, audience),
    ...(books ? { password: house.parts.access.passwords(conference).link } : {}),
    ...(withMembers ? { members: membersView(conference, sightOf(conference, caller.actor)) } : {}),
  }
}
