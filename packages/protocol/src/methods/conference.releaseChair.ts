/** Ours. */
import { onConference, versionResult } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferenceReleaseChair = defineMethod({
  name: 'conference.releaseChair',
  params: onConference,
  result: versionResult,
  over: both,
  token: 'needed',
  changes: true,
})
