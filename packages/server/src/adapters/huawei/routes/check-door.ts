import { type Conference, isInside, refuse, type User } from '@parley/core'

/**
 * A guest password must not open here what it does not open at the page's door: a lock, a scope, a waiting room, and what
 * is said and shown behind them. Whoever is inside or invited is past them. `user` null: nobody by name.
 */
export function checkDoor(conference: Conference, user: User | null): void {
  const { settings, people, tenantId, owner } = conference
  if (user && conference.state === 'running' && conference.run.banned.includes(user.id)) refuse('banned')
  const known = Object.values(people).find(({ who }) => who.is === 'user' && who.userId === user?.id)
  if (known && (known.invited || isInside(known))) return
  if (user && (user.id === owner.userId || (user.admin && user.tenantId === tenantId))) return
  if (settings.locked) refuse('locked')
  if (settings.joinScope === 'invited') refuse('invited-only')
  if (settings.joinScope === 'tenant' && user?.tenantId !== tenantId) refuse('tenant-only')
  if (settings.waitingRoom) refuse('forbidden')
}
