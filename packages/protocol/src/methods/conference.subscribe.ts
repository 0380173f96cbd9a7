/** [WC] 3.6 and 4.6. Events after lastVersion, or a snapshot, follow the result as ordinary frames. */
import { z } from 'zod'
import { confId } from '../ids.ts'
import { defineMethod, wsOnly } from './define.ts'

export const topics = ['conference', 'member', 'media', 'speaker', 'quality', 'invite'] as const
export type Topic = (typeof topics)[number]

export const conferenceSubscribe = defineMethod({
  name: 'conference.subscribe',
  params: z.object({
    confId,
    /** Default: all but `quality`. Unknown words are ignored. */
    topics: z.array(z.string().max(32)).max(32).optional(),
    lastVersion: z.int().min(0).optional(),
    /** Ours: `conference.events` instead of single events. */
    batch: z.boolean().optional(),
  }),
  result: z.object({
    confId,
    version: z.int().min(0),
    replayed: z.int().min(0),
    /** false: a `conference.snapshot` follows. */
    complete: z.boolean(),
  }),
  over: wsOnly,
  token: 'needed',
  changes: false,
})
