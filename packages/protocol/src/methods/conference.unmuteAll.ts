import { z } from 'zod'
import { onConference, versionResult } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferenceUnmuteAll = defineMethod({
  name: 'conference.unmuteAll',
  params: onConference.extend({ allowUnmute: z.boolean().optional() }),
  result: versionResult,
  over: both,
  token: 'needed',
  changes: true,
})
