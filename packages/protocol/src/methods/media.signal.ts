/** [WC] 8.10: relayed to the one connection of `to`. 741 when the epoch is not the current one. */
import { z } from 'zod'
import { confId, memberRef } from '../ids.ts'
import { signal } from '../media.ts'
import { defineMethod, wsOnly } from './define.ts'

export const mediaSignal = defineMethod({
  name: 'media.signal',
  params: z.intersection(z.object({ confId, to: memberRef, epoch: z.int() }), signal),
  result: z.object({ delivered: z.boolean() }),
  over: wsOnly,
  token: 'needed',
  changes: false,
})
