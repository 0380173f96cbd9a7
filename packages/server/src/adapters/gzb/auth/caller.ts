import type { Actor, Guest, User, UserId } from '@parley/core'
import type { Audience } from '../sight.ts'

/** Who a request or socket is, proved. */
export type Caller = (
  | { is: 'user'; user: User; actor: Extract<Actor, { is: 'user' }> }
  | { is: 'guest'; guest: Guest; actor: Extract<Actor, { is: 'guest' }> }
  | { is: 'key'; actor: Extract<Actor, { is: 'key' }> }
) & {
  /** The login it stems from; null for an API key. Logging out ends all of it. */
  family: string | null
  /** When the proof ends, ms; null for an API key. */
  deadline: number | null
}

export type Proved = { family: string | null; deadline: number | null }

export function userCaller(user: User, proved: Proved): Caller {
  const { id, tenantId, name, account, number, admin } = user
  return {
    is: 'user',
    user,
    actor: { is: 'user', userId: id, tenantId, name, account, number, admin },
    ...proved,
  }
}

export function guestCaller(guest: Guest, proved: Proved): Caller {
  return {
    is: 'guest',
    guest,
    actor: { is: 'guest', guestId: guest.id, name: guest.name, number: guest.number },
    ...proved,
  }
}

export function keyCaller(key: { keyId: string; name: string }): Caller {
  return { is: 'key', actor: { is: 'key', ...key }, family: null, deadline: null }
}

/** `userId` of this wire: an account, a guest's account, a key. */
export function subjectOf(caller: Caller): string {
  switch (caller.is) {
    case 'user':
      return caller.user.account
    case 'guest':
      return caller.guest.id
    case 'key':
      return caller.actor.keyId
    default:
      return caller satisfies never
  }
}

/** Names the person behind several connections. */
export function identityOf(caller: Caller): string {
  return caller.is === 'user' ? userIdentity(caller.user.id) : `${caller.is}:${subjectOf(caller)}`
}

export function userIdentity(id: UserId): string {
  return `user:${id}`
}

export function audienceOf(caller: Caller): Audience {
  return caller.is === 'guest' ? 'guest' : 'user'
}
