/** Ours. Languages in BCP 47; null ends the captions. */
import { z } from 'zod'
import { language } from '../views.ts'
import { onConference, versionResult } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferenceSetCaptions = defineMethod({
  name: 'conference.setCaptions',
  params: onConference.extend({ languages: z.array(language).max(8).nullable() }),
  result: versionResult,
  over: both,
  token: 'needed',
  changes: true,
})
