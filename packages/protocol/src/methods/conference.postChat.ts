/** Ours. */
import { z } from 'zod'
import { memberRef } from '../ids.ts'
import { onConference, versionResult } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferencePostChat = defineMethod({
  name: 'conference.postChat',
  params: onConference.extend({
    text: z.string().min(1).max(2000),
    /** Absent: to everybody. */
    to: memberRef.optional(),
  }),
  result: versionResult,
  over: both,
  token: 'needed',
  changes: true,
})
