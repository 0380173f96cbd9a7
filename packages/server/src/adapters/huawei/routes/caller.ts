import type { Actor, User } from '@parley/core'
import type { FastifyRequest } from 'fastify'
import { WireError } from '../errors.ts'
import type { HuaweiParts } from '../parts.ts'
import type { Tokens } from '../tokens.ts'
import { headerOf } from './http.ts'

export type Accounts = Pick<HuaweiParts, 'directory'> & { tokens: Tokens }

/** The account behind `X-Access-Token`; null when there is none, it is unknown or has expired. */
export async function accountOf(
  request: FastifyRequest,
  { tokens, directory }: Accounts,
): Promise<User | null> {
  const shown = headerOf(request, 'x-access-token')
  const login = shown === undefined ? null : await tokens.readAccess(shown)
  const user = login && (await directory.byId(login.userId))
  return user?.status === 'normal' ? user : null
}

/** As `accountOf`, for calls that need one. */
export async function requireAccount(request: FastifyRequest, accounts: Accounts): Promise<User> {
  const user = await accountOf(request, accounts)
  if (!user) throw new WireError('USG.000000004')
  return user
}

export function actorFor(user: User): Actor {
  const { id, tenantId, name, account, number, admin } = user
  return { is: 'user', userId: id, tenantId, name, account, number, admin }
}
