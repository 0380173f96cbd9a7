/** Ours. */
import { z } from 'zod'
import { memberRef } from '../ids.ts'
import { onConference, versionResult } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferenceInviteToShare = defineMethod({
  name: 'conference.inviteToShare',
  params: onConference.extend({ memberId: memberRef, on: z.boolean() }),
  result: versionResult,
  over: both,
  token: 'needed',
  changes: true,
})
