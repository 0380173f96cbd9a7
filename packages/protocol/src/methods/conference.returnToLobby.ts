/** Ours: from the meeting back to the waiting room. */
import { onMembers, perMember, versionResult } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferenceReturnToLobby = defineMethod({
  name: 'conference.returnToLobby',
  params: onMembers.required({ memberIds: true }),
  result: versionResult.extend({ results: perMember.optional() }),
  over: both,
  token: 'needed',
  changes: true,
})
