import type { Conference } from './conference/state.ts'
import type { GuestId, ParticipantId, TenantId, UserId } from './ids.ts'

/** Who stands behind a command. The adapter proves it; the core trusts it. */
export type Actor =
  | {
      is: 'user'
      userId: UserId
      tenantId: TenantId
      name: string
      account: string
      number: string
      admin: boolean
    }
  | { is: 'guest'; guestId: GuestId; name: string; number: string }
  /** An API key: the rights of the owner on every conference. */
  | { is: 'key'; keyId: string; name: string }
  /** A meeting password turned into a token. `host` acts as the host without being inside; `general` as the person who logged in with it. */
  | { is: 'token'; level: 'host' | 'general'; userId: UserId | null; name: string }
  | { is: 'system'; name: SystemName }

export type SystemName = 'timer' | 'connection' | 'server'

/** By which door a command came in. */
export type Via = 'page' | 'rpc' | 'rest' | 'api' | 'system'

/** What is kept of an actor in the log. */
export type RecordedActor = {
  is: Actor['is']
  /** UserId, GuestId, key id; a token's UserId or its level; the system's part. */
  id: string
  name: string
  /** Of an account: its number, by which wires outside name it. */
  number?: string
  /** Set when the actor was inside at the time. */
  participantId?: ParticipantId
}

export function recordActor(actor: Actor, conference: Conference | null): RecordedActor {
  const participantId = conference ? participantOf(conference, actor) : undefined
  return {
    is: actor.is,
    id: actorId(actor),
    name: actor.name,
    ...(actor.is === 'user' ? { number: actor.number } : {}),
    ...(participantId ? { participantId } : {}),
  }
}

/** Identifies the actor within its kind; the scope of idempotency keys. */
export function actorId(actor: Actor): string {
  switch (actor.is) {
    case 'user':
      return actor.userId
    case 'guest':
      return actor.guestId
    case 'key':
      return actor.keyId
    case 'token':
      return actor.userId ?? actor.level
    case 'system':
      return actor.name
    default:
      return actor satisfies never
  }
}

/** The participant that this actor is, whatever its presence. */
export function participantOf(conference: Conference, actor: Actor): ParticipantId | undefined {
  for (const person of Object.values(conference.people)) {
    const { who } = person
    if (actor.is === 'guest' && who.is === 'guest' && who.guestId === actor.guestId) return person.id
    if ((actor.is === 'user' || actor.is === 'token') && who.is === 'user' && who.userId === actor.userId)
      return person.id
  }
  return undefined
}
