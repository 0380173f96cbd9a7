/** Ours: who interprets; a note to the people, the channels are the media's. */
import { interpretationView } from '../views.ts'
import { onConference, versionResult } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferenceSetInterpretation = defineMethod({
  name: 'conference.setInterpretation',
  params: onConference.extend({ interpretation: interpretationView.partial() }),
  result: versionResult,
  over: both,
  token: 'needed',
  changes: true,
})
