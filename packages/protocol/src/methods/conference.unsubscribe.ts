import { z } from 'zod'
import { confId } from '../ids.ts'
import { nothing } from './common.ts'
import { defineMethod, wsOnly } from './define.ts'

export const conferenceUnsubscribe = defineMethod({
  name: 'conference.unsubscribe',
  params: z.object({ confId }),
  result: nothing,
  over: wsOnly,
  token: 'needed',
  changes: false,
})
