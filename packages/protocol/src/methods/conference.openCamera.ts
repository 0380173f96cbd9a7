/** Of others: only allows it again ([WC] 4.6). */
import { onMembers, perMember, versionResult } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferenceOpenCamera = defineMethod({
  name: 'conference.openCamera',
  params: onMembers,
  result: versionResult.extend({ results: perMember.optional() }),
  over: both,
  token: 'needed',
  changes: true,
})
