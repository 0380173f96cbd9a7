import { type Conference, isInside, type Participant } from '@parley/core'

/**
 * In the list of the people: inside, ringing, or invited and on the way in. Somebody who comes out of the waiting room uninvited is
 * shown from when they are inside.
 */
export function isShown(person: Participant): boolean {
  const { is } = person.presence
  return isInside(person) || is === 'calling' || (is === 'joining' && person.invited)
}

export function shownOf(conference: Conference): Participant[] {
  return Object.values(conference.people).filter(isShown)
}

/** Since when somebody is as they are; 0 for whoever only is on the list. */
export function sinceOf({ presence }: Participant): number {
  if ('joinedAt' in presence) return presence.joinedAt
  return 'since' in presence ? presence.since : 0
}
