import { onConference, versionResult } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferenceLock = defineMethod({
  name: 'conference.lock',
  params: onConference,
  result: versionResult,
  over: both,
  token: 'needed',
  changes: true,
})
