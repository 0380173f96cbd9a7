/** Who did it, and by which door, as this wire says it of an event. */
import type { Conference, Recorded } from '@parley/core'
import type { EventBy } from '@parley/protocol'
import type { Audience } from './sight.ts'

/** memberId, else account, key or `system`; guests are told members only. */
export function presentActor(event: Recorded, after: Conference, audience: Audience): string | null {
  const { actor } = event
  if (actor.is === 'system') return 'system'
  if (actor.participantId) return actor.participantId
  // Whoever joins is a member by this very event.
  if (event.type === 'ParticipantJoined') return event.data.participantId
  if (audience === 'guest') return null
  if (actor.is !== 'user') return actor.id
  if (actor.id === after.owner.userId) return after.owner.account
  const known = Object.values(after.people).find(({ who }) => who.is === 'user' && who.userId === actor.id)
  return known?.who.is === 'user' ? known.who.account : actor.id
}

/** By the name they have in the meeting, as everybody sees it. Null: it happened by itself. */
export function presentBy({ actor, via }: Recorded, after: Conference): EventBy | null {
  if (actor.is === 'system' || via === 'system') return null
  const name = (actor.participantId && after.people[actor.participantId]?.name) || actor.name
  return name === '' ? null : { name, via }
}
