/** Without a member: the own hand. */
import { memberRef } from '../ids.ts'
import { onMembers, perMember, versionResult } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferenceLowerHand = defineMethod({
  name: 'conference.lowerHand',
  params: onMembers.extend({ memberId: memberRef.optional() }),
  result: versionResult.extend({ results: perMember.optional() }),
  over: both,
  token: 'needed',
  changes: true,
})
