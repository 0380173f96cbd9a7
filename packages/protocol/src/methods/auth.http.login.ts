/** [WC] 4.2. Accepts the aliases `username`/`password` of client code of the same product family. */
import { z } from 'zod'
import { instant } from '../ids.ts'
import { defineMethod, httpOnly } from './define.ts'

const text = z.string().min(1).max(256)

export const loginParams = z
  .object({
    grantType: z.enum(['client_credentials', 'refresh_token']),
    clientId: text.optional(),
    username: text.optional(),
    /** Password of an account, ticket of a guest, or secret of a service. */
    clientSecret: z.string().max(1024).optional(),
    password: z.string().max(1024).optional(),
    refreshToken: z.string().max(1024).optional(),
    scope: z.string().max(256).optional(),
  })
  .transform(({ username, password, ...rest }) => ({
    ...rest,
    clientId: rest.clientId ?? username,
    clientSecret: rest.clientSecret ?? password,
  }))

export const loginResult = z.object({
  clientType: z.string(),
  corpId: z.string().nullable(),
  name: z.string().nullable(),
  accessToken: z.string(),
  /** End of validity of accessToken, ms. */
  deadline: instant,
  userId: z.string(),
  /** Rotating: this one stays good until the one it is exchanged for is first used. A guest's is the resume ticket. */
  refreshToken: z.string(),
  /** s */
  expiresIn: z.number().optional(),
  scope: z.union([z.string(), z.array(z.string())]).optional(),
  guest: z.boolean().optional(),
  /** Guests only. */
  confId: z.string().optional(),
})
export type LoginResult = z.infer<typeof loginResult>

export const authHttpLogin = defineMethod({
  name: 'auth.http.login',
  params: loginParams,
  result: loginResult,
  over: httpOnly,
  token: 'none',
  changes: false,
})
