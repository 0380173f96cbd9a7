/** Access tokens of [WC] 4.2: HS256 with the documented claims. */
import { randomBytes } from 'node:crypto'
import { type Clock, HOUR, type Keyring, SECOND } from '@parley/core'
import { decodeProtectedHeader, errors, jwtVerify, SignJWT } from 'jose'

/** What a token says. `id`: UserId or GuestId. */
export type Claims = {
  is: 'user' | 'guest'
  id: string
  /** `userId` of the wire. */
  account: string
  name: string
  family: string
  scope: readonly string[]
  /** Guests only. */
  confId?: string
  /** ms */
  deadline: number
}

export type Reading = { ok: true; claims: Claims } | { ok: false; why: 'invalid' | 'expired' }

export type AccessTokens = {
  issue(claims: Claims): Promise<string>
  read(token: string): Promise<Reading>
}

export const ACCESS_LIFE_MS = HOUR
export const SKEW_MS = 30 * SECOND

const AUDIENCE = 'gzbwclient'
const KEY_BYTES = 32
const CURRENT = 'wc.jwt.current'
/** The one before the last change of keys; its tokens are still good. */
const PREVIOUS = 'wc.jwt.previous'
const NONCE_LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/** The keys are made at the first use and live in the keyring; no key has a default. */
export function createAccessTokens({
  keyring,
  clock,
  issuer,
  random,
}: {
  keyring: Keyring
  clock: Clock
  issuer: string
  random: (length: number, alphabet: string) => string
}): AccessTokens {
  let loading: Promise<{ current: string; keys: ReadonlyMap<string, Uint8Array> }> | null = null

  async function load() {
    const current = await keyring.putIfAbsent(CURRENT, randomBytes(6).toString('base64url'))
    const made = await keyring.putIfAbsent(keyName(current), randomBytes(KEY_BYTES).toString('base64url'))
    const keys = new Map([[current, Buffer.from(made, 'base64url') as Uint8Array]])
    const previous = await keyring.get(PREVIOUS)
    const old = previous === null ? null : await keyring.get(keyName(previous))
    if (previous !== null && old !== null) keys.set(previous, Buffer.from(old, 'base64url'))
    return { current, keys }
  }

  /** Read once; a failing keyring is asked again. */
  function ring() {
    loading ??= load().catch((error: unknown) => {
      loading = null
      throw error
    })
    return loading
  }

  return {
    async issue({ is, id, account, name, family, scope, confId, deadline }) {
      const { current, keys } = await ring()
      const now = clock.now()
      return await new SignJWT({
        userId: account,
        userName: name,
        userClientType: 'client_credentials',
        grant_type: 'refresh_token',
        creation_date: now,
        deadline,
        nonce: random(12, NONCE_LETTERS) + random(18, '0123456789'),
        scope,
        kind: is,
        family,
        ...(is === 'guest' ? { confId, accountId: id } : {}),
      })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: current })
        .setIssuer(issuer)
        .setAudience(AUDIENCE)
        .setSubject(id)
        .setJti(random(22, NONCE_LETTERS))
        .setIssuedAt(Math.floor(now / SECOND))
        .setExpirationTime(Math.floor(deadline / SECOND))
        .sign(keys.get(current) as Uint8Array)
    },
    async read(token) {
      const { keys } = await ring()
      try {
        const { kid } = decodeProtectedHeader(token)
        const key = kid === undefined ? undefined : keys.get(kid)
        if (!key) return { ok: false, why: 'invalid' }
        const { payload } = await jwtVerify(token, key, {
          algorithms: ['HS256'],
          audience: AUDIENCE,
          issuer,
          clockTolerance: SKEW_MS / SECOND,
          currentDate: new Date(clock.now()),
          requiredClaims: ['sub', 'exp', 'jti', 'kind', 'family', 'deadline'],
        })
        const { kind, sub, userId, userName, family, scope, confId, deadline } = payload
        if ((kind !== 'user' && kind !== 'guest') || typeof deadline !== 'number') {
          return { ok: false, why: 'invalid' }
        }
        return {
          ok: true,
          claims: {
            is: kind,
            id: sub as string,
            account: String(userId),
            name: String(userName),
            family: String(family),
            scope: Array.isArray(scope) ? scope.map(String) : [],
            ...(kind === 'guest' ? { confId: String(confId) } : {}),
            deadline,
          },
        }
      } catch (error) {
        if (error instanceof errors.JWTExpired) return { ok: false, why: 'expired' }
        if (error instanceof errors.JOSEError || error instanceof TypeError)
          return { ok: false, why: 'invalid' }
        throw error
      }
    },
  }
}

function keyName(kid: string): string {
  return `wc.jwt.${kid}`
}
