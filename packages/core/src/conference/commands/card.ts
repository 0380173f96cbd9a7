import { OPEN } from '../complete.ts'
import type { Participant } from '../state.ts'

/** Somebody who has not been here yet; the one place where a card is made. */
export function freshCard(
  given: Pick<Participant, 'id' | 'who' | 'name'> & Partial<Participant>,
): Participant {
  return {
    role: 'participant',
    invited: false,
    invitation: null,
    presence: { is: 'invited' },
    mic: OPEN,
    camera: OPEN,
    loudspeaker: true,
    handRaisedAt: null,
    sharing: false,
    shareInvited: false,
    media: { audio: false, video: false },
    device: 'other',
    generation: 0,
    mediaState: 'none',
    ...given,
  }
}
