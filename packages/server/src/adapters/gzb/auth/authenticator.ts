/** Turns what a caller shows into a `Caller`, afresh for every request. */
import {
  type Clock,
  type Conferences,
  type Directory,
  type Guest,
  type GuestId,
  type Guests,
  guestIsWelcome,
  refuse,
  type Ticket,
  type UserId,
} from '@parley/core'
import type { GzbParts } from '../parts.ts'
import type { AccessTokens, Claims } from './access-tokens.ts'
import { type Caller, guestCaller, keyCaller, userCaller } from './caller.ts'
import { type OpaqueTickets, SOCKET_LIFE_MS } from './opaque-tickets.ts'

export type SocketProof =
  | { ok: true; caller: Caller }
  /** `gone`: the account is known and no longer welcome. */
  | { ok: false; why: 'invalid' | 'expired' | 'gone' }

export type Authenticator = {
  /** An access token or an API key. Refuses with `unauthenticated`, for removed guests with `forbidden`. */
  bearer(token: string): Promise<Caller>
  /** Of `websck?token=`: an access token or a socket ticket, which is used up. */
  socket(token: string): Promise<SocketProof>
  socketTicket(caller: Caller): Promise<{ token: string; deadline: number }>
  /** An open connection is looked at again: does its login still stand? */
  stands(caller: Caller): Promise<boolean>
}

type Parts = {
  conferences: Conferences
  directory: Directory
  guests: Guests
  clock: Clock
  accessTokens: AccessTokens
  opaque: OpaqueTickets
  verifyApiKey: GzbParts['verifyApiKey']
}

export function createAuthenticator(parts: Parts): Authenticator {
  const { conferences, directory, guests, clock, accessTokens, opaque } = parts

  async function callerOf(claims: Pick<Claims, 'is' | 'id' | 'family' | 'deadline'>): Promise<Caller> {
    if (await opaque.isRevoked(claims.family)) refuse('unauthenticated', 'signed out')
    const proved = { family: claims.family, deadline: claims.deadline }
    if (claims.is === 'user') {
      const user = await directory.byId(claims.id as UserId)
      if (user?.status !== 'normal') refuse('unauthenticated', 'the account is not in use')
      return userCaller(user, proved)
    }
    const guest = await guests.get(claims.id as GuestId)
    if (!guest) refuse('unauthenticated', 'the account is not in use')
    await requireWelcome(guest)
    return guestCaller(guest, proved)
  }

  /** A guest ends with the run and with removal; the conference itself says so. */
  async function requireWelcome(guest: Guest): Promise<void> {
    const conference = await conferences.state(guest.conferenceId)
    if (conference && guestIsWelcome(guest, conference, clock.now())) return
    const removed = Object.values(conference?.people ?? {}).some(
      ({ who, presence }) =>
        who.is === 'guest' &&
        who.guestId === guest.id &&
        presence.is === 'gone' &&
        presence.reason === 'removed',
    )
    refuse(
      removed ? 'forbidden' : 'unauthenticated',
      removed ? 'removed from the conference' : 'the guest account is over',
    )
  }

  async function fromTicket({ data }: Ticket): Promise<Caller> {
    if (data.is === 'key') return keyCaller({ keyId: String(data.id), name: String(data.name) })
    return await callerOf({
      is: data.is === 'guest' ? 'guest' : 'user',
      id: String(data.id),
      family: String(data.family),
      deadline: Number(data.deadline),
    })
  }

  return {
    async bearer(token) {
      const reading = await accessTokens.read(token)
      if (reading.ok) return await callerOf(reading.claims)
      const key = reading.why === 'invalid' ? await parts.verifyApiKey(token) : null
      return key ? keyCaller(key) : refuse('unauthenticated', `the token is ${reading.why}`)
    },
    async socket(token) {
      const reading = await accessTokens.read(token)
      if (!reading.ok && reading.why === 'expired') return { ok: false, why: 'expired' }
      const ticket = reading.ok ? null : await opaque.take('wc.ws', token)
      if (!reading.ok && !ticket) return { ok: false, why: 'invalid' }
      try {
        const caller = reading.ok ? await callerOf(reading.claims) : await fromTicket(ticket as Ticket)
        return { ok: true, caller }
      } catch (error) {
        if (!isAuthRefusal(error)) throw error
        const isGuest = reading.ok ? reading.claims.is === 'guest' : ticket?.data.is === 'guest'
        return { ok: false, why: isGuest ? 'gone' : 'invalid' }
      }
    },
    async socketTicket(caller) {
      const deadline = clock.now() + SOCKET_LIFE_MS
      const id =
        caller.is === 'user' ? caller.user.id : caller.is === 'guest' ? caller.guest.id : caller.actor.keyId
      const token = await opaque.put('wc.ws', {
        family: caller.family ?? `key ${id}`,
        subject: id,
        data: {
          is: caller.is,
          id,
          name: caller.actor.name,
          family: caller.family,
          deadline: caller.deadline,
        },
        expiresAt: deadline,
      })
      return { token, deadline }
    },
    async stands(caller) {
      if (caller.is === 'key' || caller.family === null) return true
      try {
        await callerOf({
          is: caller.is,
          id: caller.is === 'user' ? caller.user.id : caller.guest.id,
          family: caller.family,
          deadline: caller.deadline ?? 0,
        })
        return true
      } catch (error) {
        if (isAuthRefusal(error)) return false
        throw error
      }
    },
  }
}

function isAuthRefusal(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return code === 'unauthenticated' || code === 'forbidden'
}
