/** Null ends whatever everybody is shown. */
import { z } from 'zod'
import { memberRef } from '../ids.ts'
import { onConference, versionResult } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferenceSetMainVideo = defineMethod({
  name: 'conference.setMainVideo',
  params: onConference.extend({
    memberId: memberRef.nullable(),
    /** Ours: calls the roll, i.e. mutes everybody else meanwhile. */
    rollCall: z.boolean().optional(),
  }),
  result: versionResult,
  over: both,
  token: 'needed',
  changes: true,
})
