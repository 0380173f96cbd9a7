import type { ParticipantId } from '@parley/core'
import { command, type Handler } from '../rpc/call.ts'

/** A command per line: the first that is refused ends it, those before it stand. */
export const conferencePostCaption: Handler<'conference.postCaption'> = async (house, call, params) => {
  const { confId, idemKey, lines } = params
  for (const [at, { memberId, ...line }] of lines.entries()) {
    const key = idemKey === undefined ? {} : { idemKey: `${idemKey} ${at}` }
    await command(house, call, { confId, ...key }, 'PostCaption', {
      ...line,
      participantId: memberId as ParticipantId | null,
    })
  }
  return {}
}
