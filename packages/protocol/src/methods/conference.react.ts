/** Ours: shown for a moment, kept nowhere. */
import { z } from 'zod'
import { reactions } from '../views.ts'
import { nothing, onConference } from './common.ts'
import { both, defineMethod } from './define.ts'

export const conferenceReact = defineMethod({
  name: 'conference.react',
  params: onConference.extend({ reaction: z.enum(reactions) }),
  result: nothing,
  over: both,
  token: 'needed',
  changes: true,
})
