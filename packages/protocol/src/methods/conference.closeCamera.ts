/** Without memberIds: oneself. */
import { onMembers, perMember, versionResult } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferenceCloseCamera = defineMethod({
  name: 'conference.closeCamera',
  params: onMembers,
  result: versionResult.extend({ results: perMember.optional() }),
  over: both,
  token: 'needed',
  changes: true,
})
