/** Ours: whether this member hears the others. */
import { z } from 'zod'
import { onConference, versionResult } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferenceSetLoudspeaker = defineMethod({
  name: 'conference.setLoudspeaker',
  params: onConference.extend({ on: z.boolean() }),
  result: versionResult,
  over: both,
  token: 'needed',
  changes: true,
})
