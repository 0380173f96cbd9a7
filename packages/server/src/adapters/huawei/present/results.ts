import type { GoneReason, InvitationOutcome, Recorded, Subject } from '@parley/core'
import { type Eyes, identityOf } from './identity.ts'

/** Outcome of an invitation, or why somebody left. */
export type Result = { subject: Subject; code: string }

/** Calls that came to nothing have nine digits, as the codes of REST ([HW] 4.3); the others have eight. */
const OUTCOMES: Record<InvitationOutcome, string> = {
  accepted: '0',
  declined: '111076009',
  busy: '111076008',
  unanswered: '111076005',
  unreachable: '111076007',
  withdrawn: '11076002',
  failed: '11111003',
}

const REASONS: Record<GoneReason, string> = {
  left: '11076010',
  removed: '11076002',
  lost: '11111004',
  // The document has no word for the end of the meeting and for the way back to the waiting room; both are the host's doing.
  ended: '11076002',
  returned: '11076002',
}
/** Hung up from the portal: by a program of ours that is no client of the meeting. */
const BY_PORTAL = '11076016'

export function resultOf({ type, data, via }: Recorded): Result[] {
  if (type === 'InvitationSettled') return [{ subject: data, code: OUTCOMES[data.outcome] }]
  if (type !== 'ParticipantLeft') return []
  return [
    { subject: data, code: data.reason === 'removed' && via === 'api' ? BY_PORTAL : REASONS[data.reason] },
  ]
}

/** One of InviteResultNotify ([HW] 2.4): the table's key and the sample's. */
export function resultEntry({ subject, code }: Result, eyes: Eyes) {
  const { number } = identityOf({ id: subject.participantId, who: subject.who }, eyes)
  return { callNumber: number, errorCode: code, resultCode: code }
}
