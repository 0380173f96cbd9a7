import { z } from 'zod'
import { memberRef } from '../ids.ts'
import { onConference, perMember, versionResult } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferenceCancelInvite = defineMethod({
  name: 'conference.cancelInvite',
  params: onConference.extend({
    inviteIds: z.array(z.string().min(1).max(64)).max(200).optional(),
    /** Ours: by member, also when nothing rings any more. */
    memberIds: z.array(memberRef).max(200).optional(),
  }),
  result: versionResult.extend({ results: perMember.optional() }),
  over: both,
  token: 'needed',
  changes: true,
})
