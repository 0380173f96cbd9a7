/** A notification from `pagehide`: no leave, it only shortens the grace to 10 s ([WC] 3.3). */
import { z } from 'zod'
import { nothing } from './common.ts'
import { defineMethod, wsOnly } from './define.ts'

export const sessionClosing = defineMethod({
  name: 'session.closing',
  params: z.object({}),
  result: nothing,
  over: wsOnly,
  token: 'needed',
  changes: false,
})
