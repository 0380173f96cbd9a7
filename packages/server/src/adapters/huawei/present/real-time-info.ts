import { type Conference, insiders, isOpen, runOf } from '@parley/core'
import { invitedOf } from './conference-info.ts'
import { type Eyes, identityOf } from './identity.ts'

/** [HW] 3.5, "realTimeInfo answer": integers here, texts on the socket. */
export function presentRealTime(conference: Conference, eyes: Eyes) {
  return {
    attendees: invitedOf(conference).map((person) => {
      const { userId, account, number } = identityOf(person, eyes)
      return { accountID: account, userUUID: userId, name: person.name, phone: number }
    }),
    participants: insiders(conference).map((person) => ({
      pid: person.id,
      name: person.name,
      phone: identityOf(person, eyes).number,
      state: 0,
      video: person.media.video ? 1 : 0,
      mute: isOpen(person.mic) ? 0 : 1,
      hand: 0,
    })),
    confInfo: {
      chairID: runOf(conference)?.hostId ?? '',
      coHosts: insiders(conference)
        .filter(({ role }) => role === 'cohost')
        .map(({ id }) => id),
    },
  }
}
