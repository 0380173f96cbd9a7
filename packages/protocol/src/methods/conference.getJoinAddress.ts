import { z } from 'zod'
import { confId } from '../ids.ts'
import { both, defineMethod } from './define.ts'

export const conferenceGetJoinAddress = defineMethod({
  name: 'conference.getJoinAddress',
  params: z.object({ confId }),
  result: z.object({
    url: z.string(),
    password: z.string(),
    /** Ours, to the creator. */
    hostUrl: z.string().optional(),
    hostPassword: z.string().optional(),
    guestPassword: z.string().nullable().optional(),
  }),
  over: both,
  token: 'needed',
  changes: false,
})
