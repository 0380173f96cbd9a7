/** [WC] 4.6: paged as the product family does; never shows a password. */
import { z } from 'zod'
import { conferenceView } from '../views.ts'
import { both, defineMethod } from './define.ts'

export const conferenceList = defineMethod({
  name: 'conference.list',
  params: z.object({
    filter: z.enum(['mine', 'ongoing', 'scheduled', 'ended']).optional(),
    startIndex: z.int().min(0).optional(),
    resultRows: z.int().min(1).max(200).optional(),
  }),
  result: z.object({
    totalItems: z.int(),
    startIndex: z.int(),
    resultRows: z.int(),
    items: z.array(conferenceView),
  }),
  over: both,
  token: 'needed',
  changes: false,
})
