import { onConference, versionResult } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferenceUnlock = defineMethod({
  name: 'conference.unlock',
  params: onConference,
  result: versionResult,
  over: both,
  token: 'needed',
  changes: true,
})
