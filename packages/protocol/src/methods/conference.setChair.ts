/** To another: hands the chair over. To oneself: claims it while it is vacant. */
import { z } from 'zod'
import { memberRef } from '../ids.ts'
import { onConference, versionResult } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferenceSetChair = defineMethod({
  name: 'conference.setChair',
  params: onConference.extend({
    memberId: memberRef,
    /** Ours: proves the right to take a vacant chair (to oneself). */
    password: z.string().max(64).optional(),
    hostKey: z.string().max(128).optional(),
  }),
  result: versionResult,
  over: both,
  token: 'needed',
  changes: true,
})
