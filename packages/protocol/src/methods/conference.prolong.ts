/** Ours: the run ends `minutes` later than planned. */
import { z } from 'zod'
import { instant } from '../ids.ts'
import { onConference, versionResult } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferenceProlong = defineMethod({
  name: 'conference.prolong',
  params: onConference.extend({ minutes: z.int().min(1).max(1440) }),
  result: versionResult.extend({ endTime: instant.nullable().optional() }),
  over: both,
  token: 'needed',
  changes: true,
})
