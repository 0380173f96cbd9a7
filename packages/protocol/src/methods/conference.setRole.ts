import { z } from 'zod'
import { memberRef } from '../ids.ts'
import { onConference, versionResult } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferenceSetRole = defineMethod({
  name: 'conference.setRole',
  params: onConference.extend({ memberId: memberRef, role: z.enum(['cohost', 'member']) }),
  result: versionResult,
  over: both,
  token: 'needed',
  changes: true,
})
