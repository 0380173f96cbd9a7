/** [WC] 4.2: passwords, guests' tickets and refresh tokens become access tokens. */
import {
  type Clock,
  type Conferences,
  currentRunId,
  DAY,
  type Directory,
  type Guest,
  type GuestId,
  type Guests,
  guestIsWelcome,
  Refusal,
  refuse,
  SECOND,
  type Ticket,
  type User,
  type UserId,
} from '@parley/core'
import type { LoginResult } from '@parley/protocol'
import type { Throttles } from '#http/throttles.ts'
import { ACCESS_LIFE_MS, type AccessTokens } from './access-tokens.ts'
import { type OpaqueTickets, REFRESH_LIFE_MS } from './opaque-tickets.ts'

export type Logins = {
  /** A user's password or a guest's join ticket. */
  bySecret(clientId: string, secret: string, address: string, scope?: string): Promise<LoginResult>
  byRefresh(refreshToken: string, clientId: string | undefined, scope?: string): Promise<LoginResult>
}

/** Guests live as long as their run, but never longer than this. */
export const GUEST_LIFE_MS = DAY

type Parts = {
  conferences: Conferences
  directory: Directory
  guests: Guests
  clock: Clock
  throttles: Throttles
  accessTokens: AccessTokens
  opaque: OpaqueTickets
}

export function createLogins(parts: Parts): Logins {
  const { conferences, directory, guests, clock, throttles, accessTokens, opaque } = parts

  async function bySecret(clientId: string, secret: string, address: string, scope?: string) {
    // A ticket cannot be guessed: whoever has one is let in, whatever others did behind the same address.
    const guest = await redeem(clientId, secret)
    if (guest) return await forGuest(guest, opaque.newFamily(), null)
    const account = clientId.toLowerCase()
    // Looked at first too: a locked account is told as such, whatever the address has done.
    await tellingBlocked(async () => throttles.check('login-account', account))
    const user = await throttles.attempt('login-address', address, () =>
      tellingBlocked(() =>
        throttles.attempt('login-account', account, () => directory.verify(clientId, secret)),
      ),
    )
    // The one answer for an unknown name and a wrong secret.
    if (!user) refuse('wrong-credentials', 'name or secret is wrong')
    throttles.ok('login-account', account)
    if (user.status !== 'normal') refuse('account-blocked', 'the account is not in use')
    return await forUser(user, opaque.newFamily(), null, scope)
  }

  async function redeem(clientId: string, secret: string): Promise<Guest | null> {
    const ticket = await opaque.find('wc.join', secret)
    // Looked at before it is used up: somebody else's name beside it must not spend it.
    if (!ticket || ticket.subject !== clientId) return null
    const taken = await opaque.take('wc.join', secret)
    const guest = taken ? await guests.get(clientId as GuestId) : null
    if (!guest) return null
    const runId = currentRunId(await conferences.get(guest.conferenceId))
    if (!runId) refuse('ended', 'the conference is over')
    const active = { name: guest.name, runId, expiresAt: clock.now() + GUEST_LIFE_MS }
    await guests.activate(guest.id, active)
    return { ...guest, ...active, state: 'active' }
  }

  async function byRefresh(refreshToken: string, clientId: string | undefined, scope?: string) {
    const ticket = await opaque.find('wc.refresh', refreshToken)
    if (!ticket) refuse('wrong-credentials', 'the refresh token is not valid')
    const { is, id, account } = ticket.data
    if (clientId !== undefined && clientId.toLowerCase() !== String(account).toLowerCase())
      refuse('wrong-credentials', 'the refresh token is not valid')
    if (is === 'guest') {
      const guest = await guests.get(String(id) as GuestId)
      if (!guest) refuse('wrong-credentials', 'the account is not in use')
      return await forGuest(guest, ticket.family, ticket)
    }
    const user = await directory.byId(String(id) as UserId)
    if (user?.status !== 'normal') refuse('wrong-credentials', 'the account is not in use')
    return await forUser(user, ticket.family, ticket, scope)
  }

  async function forUser(
    user: User,
    family: string,
    previous: Ticket | null,
    scope?: string,
  ): Promise<LoginResult> {
    const deadline = clock.now() + ACCESS_LIFE_MS
    const scopes = scope ? scope.split(/\s+/).filter(Boolean) : ['conference']
    const accessToken = await accessTokens.issue({
      is: 'user',
      id: user.id,
      account: user.account,
      name: user.name,
      family,
      scope: scopes,
      deadline,
    })
    const refreshToken = await refreshWord(previous, family, clock.now() + REFRESH_LIFE_MS, {
      is: 'user',
      id: user.id,
      account: user.account,
    })
    return {
      ...common(user.name, accessToken, refreshToken, deadline),
      userId: user.account,
      scope: scopes,
      guest: false,
    }
  }

  async function forGuest(guest: Guest, family: string, previous: Ticket | null): Promise<LoginResult> {
    const conference = await conferences.get(guest.conferenceId)
    if (!guestIsWelcome(guest, conference, clock.now()))
      refuse('unauthenticated', 'the guest account is over')
    const deadline = Math.min(clock.now() + ACCESS_LIFE_MS, guest.expiresAt)
    const scopes = [`conf:${guest.conferenceId}`]
    const accessToken = await accessTokens.issue({
      is: 'guest',
      id: guest.id,
      account: guest.id,
      name: guest.name,
      family,
      scope: scopes,
      confId: guest.conferenceId,
      deadline,
    })
    const refreshToken = await refreshWord(previous, family, guest.expiresAt, {
      is: 'guest',
      id: guest.id,
      account: guest.id,
    })
    return {
      ...common(guest.name, accessToken, refreshToken, deadline),
      userId: guest.id,
      scope: scopes,
      guest: true,
      confId: guest.conferenceId,
    }
  }

  async function refreshWord(
    previous: Ticket | null,
    family: string,
    expiresAt: number,
    data: { is: string; id: string; account: string },
  ): Promise<string> {
    if (previous) return await opaque.rotate(previous, expiresAt)
    return await opaque.put('wc.refresh', { family, subject: data.id, data, expiresAt })
  }

  function common(name: string, accessToken: string, refreshToken: string, deadline: number) {
    return {
      clientType: 'client_credentials',
      corpId: null,
      name: name === '' ? null : name,
      accessToken,
      deadline,
      refreshToken,
      expiresIn: Math.floor((deadline - clock.now()) / SECOND),
    }
  }

  /** Too many failures of one account are told as such, 419; too many of one address as 429. */
  async function tellingBlocked<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act()
    } catch (error) {
      if (error instanceof Refusal && error.code === 'too-many')
        throw new Refusal('account-blocked', 'the account is locked for a while', error.details)
      throw error
    }
  }

  return { bySecret, byRefresh }
}
