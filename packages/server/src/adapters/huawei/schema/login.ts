import { z } from 'zod'
import { type FieldErrors, flag, whole } from './read.ts'

export const loginBody = z.object({
  account: z.string().min(1).max(128),
  /** 0 web, 5 PC, 6 mobile, 72 API. */
  clientType: whole.pipe(z.int().min(0).max(999)),
  /** 0 create (default), 1 none. */
  createTokenType: flag.optional(),
})

export const validateBody = z.object({
  token: z.string().min(1).max(1024),
  needGenNewToken: flag.default(false),
  needAccountInfo: flag.default(false),
})

export const LOGIN_ERRORS: FieldErrors = {
  missing: 'USG.206060011',
  otherwise: 'USG.206060011',
  fields: {},
}
