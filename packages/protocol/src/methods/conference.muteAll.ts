import { z } from 'zod'
import { onConference, versionResult } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferenceMuteAll = defineMethod({
  name: 'conference.muteAll',
  params: onConference.extend({ allowUnmute: z.boolean().optional() }),
  result: versionResult,
  over: both,
  token: 'needed',
  changes: true,
})
