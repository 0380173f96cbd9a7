import { type Conference, insiders, isInside, isOpen, type Participant, runOf } from '@parley/core'
import { invitedOf } from './conference-info.ts'
import { type Eyes, identityOf } from './identity.ts'
import { shownOf } from './shown.ts'

/** [HW] 3.5, "realTimeInfo answer": integers here, texts on the socket. */
export function presentRealTime(conference: Conference, eyes: Eyes) {
  return {
    attendees: invitedOf(conference).map((person) => {
      const { userId, account, number } = identityOf(person, eyes)
      return { accountID: account, userUUID: userId, name: person.name, phone: number }
    }),
    participants: shownOf(conference).map((person) => ({
      pid: person.id,
      name: person.name,
      phone: identityOf(person, eyes).number,
      state: stateOf(person),
      video: person.media.video ? 1 : 0,
      mute: isOpen(person.mic) ? 0 : 1,
      hand: person.handRaisedAt === null ? 0 : 1,
    })),
    confInfo: {
      chairID: runOf(conference)?.hostId ?? '',
      coHosts: insiders(conference)
        .filter(({ role }) => role === 'cohost')
        .map(({ id }) => id),
    },
  }
}

/** 0 in the meeting, 1 being called, 2 joining ([HW] 0.5). */
function stateOf(person: Participant): 0 | 1 | 2 {
  if (isInside(person)) return 0
  return person.presence.is === 'joining' ? 2 : 1
}
