import type { ConferenceId, ParticipantId } from '../ids.ts'
import type { Instant } from '../instant.ts'

export type Speaker = { participantId: ParticipantId; name: string /** 0-100 */; level: number }

/** Live only, coalesced, may be dropped; the feed keeps the last of each kind. */
export type Signal = {
  type: 'Speakers'
  conferenceId: ConferenceId
  at: Instant
  /** The one whose picture to show; kept in silence. */
  active: ParticipantId | null
  /** At most three, loudest first; empty in silence. */
  loudest: readonly Speaker[]
}
