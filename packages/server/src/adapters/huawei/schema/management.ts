import { z } from 'zod'
import { type FieldErrors, flag, text, whole } from './read.ts'

const DEFAULT_LIMIT = 20
const MOST = 500

/** [HW] 0.3: a negative offset is 0, a limit above the maximum is the maximum. */
export const paging = {
  offset: whole.transform((offset) => Math.max(0, offset)).default(0),
  limit: whole
    .transform((limit) => (limit < 1 ? DEFAULT_LIMIT : Math.min(MOST, limit)))
    .default(DEFAULT_LIMIT),
}

/** An empty query value is as good as none. */
const searchKey = z
  .string()
  .max(128)
  .transform((key) => key.trim() || undefined)
  .optional()

export const conferenceQuery = z.object({ conferenceID: text })
export const cancelQuery = z.object({ conferenceID: text, type: flag.optional() })
export const listQuery = z.object({
  ...paging,
  userUUID: z.string().optional(),
  queryAll: flag.optional(),
  searchKey,
  queryConfMode: z.literal(['ADAY', 'AWEEK', 'AMONTH', 'ALL']).optional(),
  sortType: z.literal(['ASC_StartTIME', 'DSC_StartTIME']).optional(),
})
export const detailQuery = z.object({ conferenceID: text, ...paging, searchKey })
export const startBody = z.object({ conferenceID: text, password: text.pipe(z.string().min(1).max(64)) })

export const QUERY_ERRORS: FieldErrors = { missing: 'MMC.112100029', otherwise: 'MMC.111071061', fields: {} }
export const BODY_ERRORS: FieldErrors = { missing: 'MMC.111071016', otherwise: 'MMC.111071061', fields: {} }
