import { WireError } from '../errors.ts'
import type { Handler } from '../rpc/call.ts'

/** [WC] 4.2. A secret is always needed: taken literally, the document would let anybody be anybody. */
export const authHttpLogin: Handler<'auth.http.login'> = async ({ logins }, call, params) => {
  const { grantType, clientId, clientSecret, refreshToken, scope } = params
  if (grantType === 'refresh_token') {
    return await logins.byRefresh(required(refreshToken, 'refreshToken'), clientId, scope)
  }
  return await logins.bySecret(
    required(clientId, 'clientId'),
    required(clientSecret, 'clientSecret'),
    call.address,
    scope,
  )
}

function required(value: string | undefined, field: string): string {
  if (value === undefined || value === '') throw new WireError(601, `${field} is missing`, { field })
  return value
}
