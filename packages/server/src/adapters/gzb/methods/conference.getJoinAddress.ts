import { refuse, standingOf } from '@parley/core'
import { callerOf, type Handler, visible } from '../rpc/call.ts'

/** The guest link for chair and cohosts ([WC] 3.1), and for members who may invite; what makes a host only for those who may book. */
export const conferenceGetJoinAddress: Handler<'conference.getJoinAddress'> = async (house, call, params) => {
  const { access } = house.parts
  const conference = await visible(house, call, params.confId)
  const { books, level, me } = standingOf(conference, callerOf(call).actor)
  const mayInvite = me !== null && conference.settings.participantsMayInvite
  if (!books && !mayInvite && level !== 'host' && level !== 'cohost')
    refuse('host-needed', 'only the chair and cohosts may do this')
  const { host, guest, link } = access.passwords(conference)
  const links = access.links(conference)
  return {
    url: links.guest,
    password: link,
    ...(books ? { hostUrl: links.host, hostPassword: host, guestPassword: guest } : {}),
  }
}
