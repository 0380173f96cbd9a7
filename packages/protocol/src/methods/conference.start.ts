import { onConference, versionResult } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferenceStart = defineMethod({
  name: 'conference.start',
  params: onConference,
  result: versionResult,
  over: both,
  token: 'needed',
  changes: true,
})
