import { z } from 'zod'
import { confId } from '../ids.ts'
import { media } from '../media.ts'
import { both, defineMethod } from './define.ts'

export const conferenceRenewMedia = defineMethod({
  name: 'conference.renewMedia',
  params: z.object({ confId, reason: z.enum(['expiring', 'failed', 'moved']) }),
  result: media,
  over: both,
  token: 'needed',
  changes: false,
})
