/** Ours. Without memberIds: the own share. */
import { onMembers, perMember, versionResult } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferenceStopShare = defineMethod({
  name: 'conference.stopShare',
  params: onMembers,
  result: versionResult.extend({ results: perMember.optional() }),
  over: both,
  token: 'needed',
  changes: true,
})
