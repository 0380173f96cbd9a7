import { idsOf, perMember } from '../receive.ts'
import { command, type Handler, mayInvite } from '../rpc/call.ts'

/** By invitation or by member. An invitation that does not ring any more is answered with 612. */
export const conferenceCancelInvite: Handler<'conference.cancelInvite'> = async (house, call, params) => {
  const { inviteIds = [], memberIds = [] } = params
  const { people, revision } = await mayInvite(house, call, params.confId)
  const ringing = new Map(
    Object.values(people).flatMap(({ id, invitation }) =>
      invitation ? [[invitation.id as string, id] as const] : [],
    ),
  )
  const unknown = inviteIds.filter((id) => !ringing.has(id)).map((id) => ({ memberId: id, code: 612 }))
  const called = inviteIds.flatMap((id) => {
    const memberId = ringing.get(id)
    return memberId === undefined ? [] : [memberId]
  })
  const ids = [...idsOf(memberIds), ...called]
  if (ids.length === 0 && unknown.length > 0) return { version: revision, results: unknown }
  const answer = await command(house, call, params, 'Uninvite', { ids: [...new Set(ids)] })
  return { version: answer.revision, results: [...perMember(answer), ...unknown] }
}
