import { z } from 'zod'
import { memberRef } from '../ids.ts'
import { nothing, onConference } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferenceRequestCamera = defineMethod({
  name: 'conference.requestCamera',
  params: onConference.extend({
    memberId: memberRef,
    /** Ours: false asks to close it. */
    on: z.boolean().optional(),
  }),
  result: nothing,
  over: both,
  token: 'needed',
  changes: true,
})
