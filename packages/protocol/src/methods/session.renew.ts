/** A fresh access token for the open connection ([WC] 4.8). */
import { z } from 'zod'
import { instant } from '../ids.ts'
import { defineMethod, wsOnly } from './define.ts'

export const sessionRenew = defineMethod({
  name: 'session.renew',
  params: z.object({ token: z.string().min(1).max(4096) }),
  result: z.object({ deadline: instant.optional() }),
  over: wsOnly,
  token: 'needed',
  changes: false,
})
