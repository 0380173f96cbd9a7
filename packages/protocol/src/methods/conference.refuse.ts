/** Ours: sends people away from the waiting room. */
import { z } from 'zod'
import { onMembers, perMember, versionResult } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferenceRefuse = defineMethod({
  name: 'conference.refuse',
  params: onMembers.extend({ all: z.boolean().optional() }),
  result: versionResult.extend({ results: perMember.optional() }),
  over: both,
  token: 'needed',
  changes: true,
})
