/** [WC] 4.3: unknown keys are left out, values are text; no keys at all is 601. */
import { z } from 'zod'
import { both, defineMethod } from './define.ts'

export const configGetProperties = defineMethod({
  name: 'config.getProperties',
  params: z.object({ keys: z.array(z.string().max(64)).max(50).optional() }),
  result: z.record(z.string(), z.string()),
  over: both,
  token: 'optional',
  changes: false,
})
