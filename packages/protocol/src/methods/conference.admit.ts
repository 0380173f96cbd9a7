/** Ours: lets people in from the waiting room; `all` instead of memberIds. */
import { z } from 'zod'
import { onMembers, perMember, versionResult } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferenceAdmit = defineMethod({
  name: 'conference.admit',
  params: onMembers.extend({ all: z.boolean().optional() }),
  result: versionResult.extend({ results: perMember.optional() }),
  over: both,
  token: 'needed',
  changes: true,
})
