/** [WC] 4.5. The result has exactly the record's members of the source document. */
import { z } from 'zod'
import { idemKey, instant } from '../ids.ts'
import { both, defineMethod } from './define.ts'

export const userRecord = z.object({
  birthday: z.string().nullable(),
  englishName: z.string().nullable(),
  tenements: z.array(z.object({ tenementId: z.string(), tenementName: z.string() })),
  gender: z.enum(['0', '1', '2']),
  signature: z.string().nullable(),
  isLoggedIn: z.boolean(),
  mobile: z.string().nullable(),
  clientEnabled: z.boolean(),
  avatar: z.string().nullable(),
  creationDate: instant,
  sipAccount: z.string(),
  customId: z.string(),
  ipWhiteEnabled: z.boolean(),
  userId: z.string(),
  loggedIn: z.boolean(),
  avatarBinVal: z.string().nullable(),
  modificationDate: instant,
  activeDate: instant.nullable(),
  name: z.string(),
  ipBlockEnabled: z.boolean(),
  email: z.string().nullable(),
  properties: z.record(z.string(), z.string()),
  deleteDate: instant.nullable(),
  status: z.enum(['normal', 'disabled', 'deleted']),
})
export type UserRecord = z.infer<typeof userRecord>

export const orgUserCreateUser = defineMethod({
  name: 'org.user.createUser',
  params: z.object({
    name: z.string().min(1).max(64),
    userId: z
      .string()
      .regex(/^[A-Za-z0-9._-]{2,64}$/)
      .optional(),
    /** Policy (length) is the directory's and refused with 602. */
    password: z.string().max(1024).optional(),
    mobile: z
      .string()
      .regex(/^\+?[0-9 -]{3,24}$/)
      .optional(),
    email: z.email().max(254).optional(),
    idemKey,
  }),
  result: userRecord,
  over: both,
  token: 'needed',
  changes: true,
})
