import { z } from 'zod'
import { onConference, versionResult } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferenceAnswerInvite = defineMethod({
  name: 'conference.answerInvite',
  params: onConference.extend({
    inviteId: z.string().min(1).max(64),
    answer: z.enum(['accept', 'reject', 'busy']),
  }),
  result: versionResult.extend({ joinUrl: z.string().optional() }),
  over: both,
  token: 'needed',
  changes: true,
})
