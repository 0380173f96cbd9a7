import { memberRef } from '../ids.ts'
import { onConference, versionResult } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferenceRaiseHand = defineMethod({
  name: 'conference.raiseHand',
  params: onConference.extend({ memberId: memberRef.optional() }),
  result: versionResult,
  over: both,
  token: 'needed',
  changes: true,
})
