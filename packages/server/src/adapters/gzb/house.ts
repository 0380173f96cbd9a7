import { type AccessTokens, createAccessTokens } from './auth/access-tokens.ts'
import { type Authenticator, createAuthenticator } from './auth/authenticator.ts'
import { createLogins, type Logins } from './auth/logins.ts'
import { createOpaqueTickets, type OpaqueTickets } from './auth/opaque-tickets.ts'
import type { GzbParts } from './parts.ts'
import { createOnce, type Once } from './rpc/once.ts'

/** What both doors of this wire share by meaning: each may have its own, all that lasts is behind the ports. */
export type House = {
  parts: GzbParts
  accessTokens: AccessTokens
  opaque: OpaqueTickets
  auth: Authenticator
  logins: Logins
  once: Once
}

export function createHouse(parts: GzbParts): House {
  const { keyring, clock, ids, tickets, secrets, publicUrl } = parts
  const accessTokens = createAccessTokens({ keyring, clock, issuer: publicUrl, random: ids.random })
  const opaque = createOpaqueTickets({ tickets, secrets, clock })
  return {
    parts,
    accessTokens,
    opaque,
    auth: createAuthenticator({ ...parts, accessTokens, opaque }),
    logins: createLogins({ ...parts, accessTokens, opaque }),
    once: createOnce(clock),
  }
}
