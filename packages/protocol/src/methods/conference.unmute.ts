/** Of others: clears only the chair's bit, never opens a microphone ([WC] 1.5). */
import { onMembers, perMember, versionResult } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferenceUnmute = defineMethod({
  name: 'conference.unmute',
  params: onMembers,
  result: versionResult.extend({ results: perMember.optional() }),
  over: both,
  token: 'needed',
  changes: true,
})
