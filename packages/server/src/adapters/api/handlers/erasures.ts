import type { ErasedPerson, GuestId, UserId } from '@parley/core'
import type { Caller } from '../operation.ts'
import type { ApiParts } from '../parts.ts'
import type { ErasureView, NewErasure } from '../schema/erasures.ts'
import { createSiteEvents } from '../site-event.ts'

export async function forget(
  parts: ApiParts,
  { person: asked }: NewErasure,
  caller: Caller,
): Promise<ErasureView> {
  const say = createSiteEvents(parts, caller)
  const person: ErasedPerson =
    'userId' in asked
      ? { is: 'user', userId: asked.userId as UserId }
      : { is: 'guest', guestId: asked.guestId as GuestId }
  const { events, deliveries, conferenceIds } = await parts.erasure.erase(person, (counts) =>
    say('PersonErased', { person, ...counts }),
  )
  return { events, deliveries, conferenceIds }
}
