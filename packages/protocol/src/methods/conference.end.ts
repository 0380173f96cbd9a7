import { onConference, versionResult } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferenceEnd = defineMethod({
  name: 'conference.end',
  params: onConference,
  result: versionResult,
  over: both,
  token: 'needed',
  changes: true,
})
