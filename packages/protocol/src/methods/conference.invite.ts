/** [WC] 4.6. An account rings on its pages; a number or address that nobody here can reach ends at once as unreachable. */
import { z } from 'zod'
import { memberId } from '../ids.ts'
import { onConference, versionResult } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferenceInvite = defineMethod({
  name: 'conference.invite',
  params: onConference.extend({
    /** Accounts. */
    userIds: z.array(z.string().min(1).max(64)).max(200).optional(),
    targets: z
      .array(
        z.object({
          name: z.string().max(96).optional(),
          mobile: z.string().max(32).optional(),
          email: z.string().max(128).optional(),
        }),
      )
      .max(200)
      .optional(),
  }),
  result: versionResult.extend({
    results: z.array(
      z.object({
        target: z.string(),
        /** Null: refused, see `code`. */
        inviteId: z.string().nullable(),
        memberId: memberId.nullable(),
        state: z.enum(['calling', 'unreachable', 'refused']),
        code: z.int().optional(),
      }),
    ),
  }),
  over: both,
  token: 'needed',
  changes: true,
})
