import { identityOf } from '../auth/caller.ts'
import { WireError } from '../errors.ts'
import { connectionOf, type Handler } from '../rpc/call.ts'

/** A fresh access token of the same subject for the open connection ([WC] 4.8). */
export const sessionRenew: Handler<'session.renew'> = async ({ auth }, call, params) => {
  const connection = connectionOf(call)
  const caller = await auth.bearer(params.token)
  if (identityOf(caller) !== connection.identity) throw new WireError(403, 'the token is somebody else’s')
  connection.renew(caller)
  return caller.deadline === null ? {} : { deadline: caller.deadline }
}
