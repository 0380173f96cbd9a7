/**
 * A notification, at most one a second ([WC] 8.10): what a page knows of its own media. `level` (ours) is the speaker's own
 * loudness 0-100, never anybody else's; 0 = not speaking.
 */
import { z } from 'zod'
import { confId } from '../ids.ts'
import { mediaState, qualityItem, track } from '../views.ts'
import { nothing } from './common.ts'
import { defineMethod, wsOnly } from './define.ts'

export const reportMediaParams = z.object({
  confId,
  epoch: z.int(),
  mediaState: mediaState.optional(),
  tracks: z.array(track).max(8).optional(),
  /** 0 unknown, 1 bad ... 5 good; the measured values (ours) as in `quality.changed`. */
  quality: qualityItem.omit({ memberId: true }).optional(),
  level: z.number().min(0).max(100).optional(),
})
export type MediaReport = Omit<z.infer<typeof reportMediaParams>, 'confId' | 'epoch'>

export const conferenceReportMedia = defineMethod({
  name: 'conference.reportMedia',
  params: reportMediaParams,
  result: nothing,
  over: wsOnly,
  token: 'needed',
  changes: false,
})
