import type { Conference } from '../conference/state.ts'
import type { UserId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { ConferenceIndex } from '../ports/conference-store.ts'

/** What lists, links and timers find a conference by. */
export function indexOf(conference: Conference, dueAt: Instant | null): ConferenceIndex {
  const invitedIds = new Set<UserId>()
  for (const { invited, who } of Object.values(conference.people))
    if (invited && who.is === 'user') invitedIds.add(who.userId)
  return {
    conferenceId: conference.id,
    tenantId: conference.tenantId,
    ownerId: conference.owner.userId,
    invitedIds: [...invitedIds],
    title: conference.title,
    ownerName: conference.owner.name,
    state: conference.state,
    revision: conference.revision,
    startsAt: conference.plan.start ?? conference.plan.createdAt,
    closedAt: conference.state === 'closed' ? conference.at : null,
    linkLookup: conference.sealed.linkLookup,
    dueAt,
  }
}
