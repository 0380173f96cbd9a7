import { type NewUser, refuse, type User } from '@parley/core'
import type { UserRecord } from '@parley/protocol'
import { identityOf } from '../auth/caller.ts'
import { WireError } from '../errors.ts'
import { callerOf, type Handler } from '../rpc/call.ts'

const SHORTEST_PASSWORD = 8

/** [WC] 4.5, for administrators and services. Without a password the account cannot log in by one. */
export const orgUserCreateUser: Handler<'org.user.createUser'> = async ({ parts, once }, call, params) => {
  const caller = callerOf(call)
  const mayCreate = caller.is === 'key' || (caller.is === 'user' && caller.user.admin)
  if (!mayCreate) refuse('forbidden', 'only administrators and services create accounts')
  const { idemKey, ...wish } = params
  if (wish.password !== undefined && [...wish.password].length < SHORTEST_PASSWORD)
    throw new WireError(602, `a password has at least ${SHORTEST_PASSWORD} characters`, { field: 'password' })
  const create = async (): Promise<UserRecord> => {
    const user: NewUser = {
      id: parts.ids.userId(),
      tenantId: caller.is === 'user' ? caller.user.tenantId : parts.tenantId,
      name: wish.name,
      mobile: wish.mobile ?? '',
      email: wish.email ?? '',
      admin: false,
      createdAt: parts.clock.now(),
      ...(wish.userId === undefined ? {} : { account: wish.userId }),
      ...(wish.password === undefined ? {} : { password: wish.password }),
    }
    return recordOf(await parts.directory.create(user))
  }
  return idemKey === undefined
    ? await create()
    : await once.run(`${identityOf(caller)} ${idemKey}`, wish, create)
}

/** The members of the document's sample, neither more nor fewer. */
function recordOf(user: User): UserRecord {
  return {
    birthday: null,
    englishName: null,
    tenements: [],
    gender: '0',
    signature: null,
    isLoggedIn: false,
    mobile: user.mobile === '' ? null : user.mobile,
    clientEnabled: user.status === 'normal',
    avatar: null,
    creationDate: user.createdAt,
    sipAccount: `u${user.number}`,
    customId: '',
    ipWhiteEnabled: false,
    userId: user.account,
    loggedIn: false,
    avatarBinVal: null,
    modificationDate: user.changedAt,
    activeDate: user.createdAt,
    name: user.name,
    ipBlockEnabled: false,
    email: user.email === '' ? null : user.email,
    properties: { 'custom.isClientLoginEnable': 'true' },
    deleteDate: null,
    status: user.status,
  }
}
