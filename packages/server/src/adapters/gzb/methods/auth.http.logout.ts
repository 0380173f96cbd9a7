import { callerOf, type Handler } from '../rpc/call.ts'

/** Ends the login of the token shown, and that of the refresh token if it is the same person's ([WC] 4.2). */
export const authHttpLogout: Handler<'auth.http.logout'> = async ({ opaque }, call, params) => {
  const caller = callerOf(call)
  if (caller.family !== null) await opaque.revokeLogin(caller.family)
  const shown =
    params.refreshToken === undefined ? null : await opaque.find('wc.refresh', params.refreshToken)
  const own = caller.is === 'user' ? caller.user.id : caller.is === 'guest' ? caller.guest.id : null
  if (shown && shown.subject === own) await opaque.revokeLogin(shown.family)
  return {}
}
