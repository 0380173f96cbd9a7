import { onConference, versionResult } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferenceCancel = defineMethod({
  name: 'conference.cancel',
  params: onConference,
  result: versionResult,
  over: both,
  token: 'needed',
  changes: true,
})
