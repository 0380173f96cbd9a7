import type { ParticipantId } from '@parley/core'
import { command, type Handler } from '../rpc/call.ts'

/**
 * A command per line: the first that is refused ends it, those before it stand. Lines are live and leave nothing to keep an `idemKey`
 * by; who repeats one replaces it (`lineId`).
 */
export const conferencePostCaption: Handler<'conference.postCaption'> = async (house, call, params) => {
  const { confId, lines } = params
  for (const { memberId, ...line } of lines) {
    await command(house, call, { confId }, 'PostCaption', {
      ...line,
      participantId: memberId as ParticipantId | null,
    })
  }
  return {}
}
