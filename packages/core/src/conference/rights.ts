import { type Actor, participantOf } from '../actor.ts'
import type { ParticipantId } from '../ids.ts'
import { refuse } from '../refusal.ts'
import { type Conference, isInside, type Participant } from './state.ts'

/** What an actor is in a conference; decides every right (SPEC.md, A). */
export type Standing = {
  level: 'system' | 'owner' | 'host' | 'cohost' | 'participant' | 'outsider'
  /** Owner, administrator, API key: may also manage the reservation. */
  books: boolean
  /** The participant the actor is, if inside. */
  me: Participant | null
}

export function standingOf(conference: Conference, actor: Actor): Standing {
  const id = participantOf(conference, actor)
  const person = id ? conference.people[id] : undefined
  const me = person && isInside(person) ? person : null
  if (actor.is === 'system') return { level: 'system', books: true, me: null }
  const books =
    actor.is === 'key' ||
    (actor.is === 'user' &&
      (actor.userId === conference.owner.userId || (actor.admin && actor.tenantId === conference.tenantId)))
  if (books) return { level: 'owner', books, me }
  if (actor.is === 'token' && actor.level === 'host') return { level: 'host', books, me }
  return { level: me ? me.role : 'outsider', books, me }
}

/** Does `standing` reach over everybody but perhaps the host? */
export function hasFloor(standing: Standing): boolean {
  return standing.level !== 'participant' && standing.level !== 'outsider'
}

export function requireFloor(standing: Standing): void {
  if (!hasFloor(standing)) refuse('forbidden', 'only the host and cohosts may do this')
}

/** What is somebody's own: theirs, and of those with the floor. `not-yours` for others who name somebody else. */
export function requireOwn(
  standing: Standing,
  { ids }: { ids?: readonly ParticipantId[] },
  message: string,
): void {
  if (!hasFloor(standing) && ids?.some((id) => id !== standing.me?.id)) refuse('not-yours', message)
}

/** To put people on the list: the floor's, and where the settings say so everybody's inside. */
export function requireInviting({ settings }: Pick<Conference, 'settings'>, standing: Standing): void {
  if (!(settings.participantsMayInvite && standing.me)) requireFloor(standing)
}

/** Rights of the chair: end and prolong the run, say who is host and cohost. */
export function requireChair(standing: Standing): void {
  if (standing.level === 'participant' || standing.level === 'outsider' || standing.level === 'cohost') {
    refuse('host-needed', 'only the host may do this')
  }
}

/** Rights over the reservation. */
export function requireBooking(standing: Standing): void {
  if (!standing.books) refuse('forbidden', 'only the owner may do this')
}

export function requireInside(standing: Standing): Participant {
  return standing.me ?? refuse('not-inside', 'only people inside may do this')
}

/** A cohost's power ends at the host. */
export function isImmune(standing: Standing, target: Participant): boolean {
  return target.role === 'host' && standing.level === 'cohost'
}
