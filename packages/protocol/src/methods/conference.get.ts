import { z } from 'zod'
import { confId } from '../ids.ts'
import { conferenceView, memberView } from '../views.ts'
import { both, defineMethod } from './define.ts'

export const conferenceGet = defineMethod({
  name: 'conference.get',
  params: z.object({ confId, withMembers: z.boolean().optional() }),
  result: conferenceView.extend({ password: z.string().optional(), members: z.array(memberView).optional() }),
  over: both,
  token: 'needed',
  changes: false,
})
