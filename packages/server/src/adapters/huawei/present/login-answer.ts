import type { User } from '@parley/core'
import type { Issued, Pair } from '../tokens.ts'

type Context = { clientType: number; address: string; host: string }

/** [HW] 3.1, "Login answer". `refresh` is left out where none was made. */
export function presentLogin(
  { access, refresh }: { access: Issued } & Partial<Pick<Pair, 'refresh'>>,
  user: User | null,
  context: Context,
) {
  return {
    accessToken: access.token,
    tokenIp: context.address,
    validPeriod: seconds(access.expiresAt - access.createdAt),
    expireTime: seconds(access.expiresAt),
    createTime: access.createdAt,
    ...presentStanding(user, context),
    tokenType: 0,
    ...(refresh
      ? {
          refreshToken: refresh.token,
          refreshValidPeriod: seconds(refresh.expiresAt - refresh.createdAt),
          refreshExpireTime: seconds(refresh.expiresAt),
          refreshCreateTime: refresh.createdAt,
        }
      : {}),
  }
}

/** What is said of the account, tokens aside: all of the answer when none were asked for. */
export function presentStanding(user: User | null, { clientType, host }: Context) {
  return {
    ...(user ? { user: presentUser(user, host) } : {}),
    clientType,
    forceLoginInd: 0,
    firstLogin: false,
    pwdExpired: false,
    daysPwdAvailable: 90,
    delayDelete: false,
  }
}

function presentUser(user: User, host: string) {
  return {
    userId: user.id,
    ucloginAccount: user.account,
    serviceAccount: `sip:${user.number}@${host}`,
    alias1: user.number,
    companyId: user.tenantId,
    companyDomain: host,
    realm: host,
    userType: 2,
    adminType: user.admin ? 1 : 2,
    name: user.name,
    status: user.status === 'normal' ? 0 : 1,
    freeUser: false,
    isBindPhone: user.mobile !== '',
    corpType: 0,
  }
}

/** The moments beside `createTime` are in seconds ([HW] 0.3). */
function seconds(ms: number): number {
  return Math.floor(ms / 1000)
}
