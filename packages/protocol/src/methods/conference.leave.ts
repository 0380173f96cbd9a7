/** Sent by the Leave button only. `token` is for beacons, which cannot set a header ([WC] 4.1). */
import { z } from 'zod'
import { onConference, versionResult } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferenceLeave = defineMethod({
  name: 'conference.leave',
  params: onConference.extend({ token: z.string().max(4096).optional() }),
  result: versionResult,
  over: both,
  token: 'optional',
  changes: true,
})
