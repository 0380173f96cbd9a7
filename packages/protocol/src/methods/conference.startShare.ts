/** Ours: this member shares the screen from now on. One at a time. */
import { onConference, versionResult } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferenceStartShare = defineMethod({
  name: 'conference.startShare',
  params: onConference,
  result: versionResult,
  over: both,
  token: 'needed',
  changes: true,
})
