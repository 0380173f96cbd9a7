/** The member gets `member.asked`; nothing changes until it obeys. */
import { memberRef } from '../ids.ts'
import { nothing, onConference } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferenceRequestUnmute = defineMethod({
  name: 'conference.requestUnmute',
  params: onConference.extend({ memberId: memberRef }),
  result: nothing,
  over: both,
  token: 'needed',
  changes: true,
})
