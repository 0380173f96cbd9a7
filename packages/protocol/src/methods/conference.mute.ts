/** Without memberIds: oneself. */
import { onMembers, perMember, versionResult } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferenceMute = defineMethod({
  name: 'conference.mute',
  params: onMembers,
  result: versionResult.extend({ results: perMember.optional() }),
  over: both,
  token: 'needed',
  changes: true,
})
