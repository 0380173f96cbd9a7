import { type ErasedPerson, type GuestId, siteRecord, type UserId } from '@parley/core'
import { by } from '../by.ts'
import type { Caller } from '../operation.ts'
import type { ApiParts } from '../parts.ts'
import type { ErasureView, NewErasure } from '../schema/erasures.ts'

export async function forget(
  { erasure, ids, clock }: ApiParts,
  { person: asked }: NewErasure,
  caller: Caller,
): Promise<ErasureView> {
  const person: ErasedPerson =
    'userId' in asked
      ? { is: 'user', userId: asked.userId as UserId }
      : { is: 'guest', guestId: asked.guestId as GuestId }
  return erasure.erase(person, (counts) =>
    siteRecord(ids, clock.now(), 'PersonErased', { person, ...counts }, by(caller)),
  )
}
