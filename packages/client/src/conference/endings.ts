import type { LobbyChanged, MemberView } from '@parley/protocol'
import type { SocketState } from '../socket/socket.ts'
import type { OverReason } from './phase.ts'

export type Ending = { why: OverReason; code?: number }

/** A return would be refused ([WC] 4.10). */
const BANNED = 735

/** What being gone for that reason means here; `again`: one enters anew. */
export const endingOfLeave = (
  reason: NonNullable<MemberView['leaveReason']>,
  banned: boolean,
): Ending | 'again' => {
  switch (reason) {
    case 'lost':
    // Sent back to the waiting room: asking to enter tells how it stands there.
    case 'moved':
      return 'again'
    case 'kicked':
      return banned ? { why: 'removed', code: BANNED } : { why: 'removed' }
    case 'ended':
    case 'replaced':
      return { why: reason }
    case 'self':
      return { why: 'left' }
  }
}

/** The server refused to let us back in. */
export const endingOfRefusal = (code: number): Ending => ({
  why: code === BANNED ? 'removed' : 'refused',
  code,
})

/** The connection is closed for good ([WC] 4.8). */
export const endingOfClose = ({ code, offer }: Extract<SocketState, { is: 'closed' }>): Ending => {
  if (code === 4004) return { why: 'replaced' }
  if (code === 4005) return { why: 'removed' }
  if (offer === 'sign-in') return { why: 'signed-out', code }
  if (code === 4003) return { why: 'refused', code: 403 }
  return { why: 'unreachable' }
}

export const endingOfWaiting: Record<Exclude<LobbyChanged['state'], 'waiting' | 'admitted'>, Ending> = {
  refused: { why: 'refused-entry' },
  expired: { why: 'lobby-expired' },
  ended: { why: 'ended' },
}
