import type { LogEntry, Subject, Who } from '@parley/core'
import { GUEST_GROUP } from './settings.ts'

/**
 * How the document names a member: accounts by their number; guests by their guest id, and whoever is a number only by
 * that, both in a group of their own.
 */
export type Member = { groupId: string; userId: string }

/** A person whom an event of the log names. */
export type Named = Pick<Subject, 'participantId' | 'who' | 'name'>

export function memberOf(who: Who): Member {
  if (who.is === 'user') return { groupId: who.tenantId, userId: who.number }
  return { groupId: GUEST_GROUP, userId: who.is === 'guest' ? who.guestId : who.number }
}

/** Whoever did it, named in the same way; null when no member did, or none whose number the log has. */
export function operatorOf({ actor, tenantId }: Pick<LogEntry, 'actor' | 'tenantId'>): Member | null {
  if (actor.is === 'guest') return { groupId: GUEST_GROUP, userId: actor.id }
  // Older entries have no number, those of erased people an empty one.
  return actor.is === 'user' && actor.number ? { groupId: tenantId, userId: actor.number } : null
}
