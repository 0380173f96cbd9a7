/** Events fromVersion + 1 and up, oldest first. 740 when they are not kept any more. */
import { z } from 'zod'
import { confId } from '../ids.ts'
import { both, defineMethod } from './define.ts'

export const conferenceGetEvents = defineMethod({
  name: 'conference.getEvents',
  params: z.object({ confId, fromVersion: z.int().min(0), limit: z.int().min(1).max(1000).optional() }),
  result: z.object({
    /** Params of `conference.event` frames; see `readEvent`. */
    events: z.array(z.unknown()),
    version: z.int().min(0),
    /** false: more follow after the last one here. */
    complete: z.boolean(),
  }),
  over: both,
  token: 'needed',
  changes: false,
})
