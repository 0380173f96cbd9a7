/** Ours: lines of speech from a program that listens. Needs captions to be on. */
import { z } from 'zod'
import { captionView } from '../views.ts'
import { nothing, onConference } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferencePostCaption = defineMethod({
  name: 'conference.postCaption',
  params: onConference.extend({ lines: z.array(captionView).min(1).max(20) }),
  result: nothing,
  over: both,
  token: 'needed',
  changes: true,
})
