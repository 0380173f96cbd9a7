import { z } from 'zod'
import { instant } from '../ids.ts'
import { defineMethod, wsOnly } from './define.ts'

export const sessionPing = defineMethod({
  name: 'session.ping',
  params: z.object({}),
  result: z.object({ serverTime: instant }),
  over: wsOnly,
  token: 'needed',
  changes: false,
})
