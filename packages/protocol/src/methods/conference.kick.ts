import { z } from 'zod'
import { memberRef } from '../ids.ts'
import { onConference, perMember, versionResult } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferenceKick = defineMethod({
  name: 'conference.kick',
  params: onConference.extend({
    memberIds: z.array(memberRef).min(1).max(1000),
    ban: z.boolean().optional(),
  }),
  result: versionResult.extend({ results: perMember }),
  over: both,
  token: 'needed',
  changes: true,
})
