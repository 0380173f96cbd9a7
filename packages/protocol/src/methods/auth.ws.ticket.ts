/** An opaque single-use word of 30 s for `websck?token=`, so that no lasting token lands in a proxy's log ([WC] 4.2). */
import { z } from 'zod'
import { instant } from '../ids.ts'
import { both, defineMethod } from './define.ts'

export const authWsTicket = defineMethod({
  name: 'auth.ws.ticket',
  params: z.object({}),
  result: z.object({ token: z.string(), deadline: instant }),
  over: both,
  token: 'needed',
  changes: false,
})
