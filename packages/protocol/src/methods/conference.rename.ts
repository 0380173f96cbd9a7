import { z } from 'zod'
import { memberRef } from '../ids.ts'
import { onConference, versionResult } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferenceRename = defineMethod({
  name: 'conference.rename',
  params: onConference.extend({
    memberId: memberRef.optional(),
    displayName: z.string().trim().min(1).max(64),
  }),
  result: versionResult,
  over: both,
  token: 'needed',
  changes: true,
})
