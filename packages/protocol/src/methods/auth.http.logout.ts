/** Revokes the token's family ([WC] 4.2). */
import { z } from 'zod'
import { nothing } from './common.ts'
import { both, defineMethod } from './define.ts'

export const authHttpLogout = defineMethod({
  name: 'auth.http.logout',
  params: z.object({ refreshToken: z.string().max(1024).optional() }),
  result: nothing,
  over: both,
  token: 'needed',
  changes: false,
})
