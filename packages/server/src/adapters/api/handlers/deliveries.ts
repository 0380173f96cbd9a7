import { type DeliveryFilter, refuse } from '@parley/core'
import type { z } from 'zod'
import { readCursor, writeCursor } from '../cursor.ts'
import { given } from '../given.ts'
import { notFound } from '../not-found.ts'
import type { ApiParts } from '../parts.ts'
import { presentDelivery, presentDeliveryDetail } from '../present/delivery.ts'
import type { DeliveryDetailView, deliveryList, deliveryQuery } from '../schema/deliveries.ts'

type Query = z.output<typeof deliveryQuery>

export async function showDeliveries(
  { pushStore }: ApiParts,
  query: Query,
): Promise<z.infer<typeof deliveryList>> {
  const found = await pushStore.deliveries(deliveryFilter(query))
  return { data: found.map(presentDelivery), next: nextDelivery(found, query.limit) }
}

export function deliveryFilter(query: Query): DeliveryFilter {
  const { status, bus, rule, target, event, type, replay, from, before, after, limit } = query
  return {
    limit,
    ...given({ status, bus, from, before, ruleId: rule, targetId: target }),
    ...given({ eventId: event, eventType: type, replayId: replay }),
    ...(after === undefined ? {} : { belowSeq: readCursor('delivery', after) }),
  }
}

export function nextDelivery(page: readonly { seq: number }[], limit: number): string | null {
  const last = page.at(-1)
  return last && page.length === limit ? writeCursor('delivery', last.seq) : null
}

export async function showDelivery({ pushStore }: ApiParts, id: string): Promise<DeliveryDetailView> {
  const delivery = (await pushStore.delivery(id)) ?? notFound('delivery')
  return presentDeliveryDetail(delivery, await pushStore.attempts(id))
}

export async function sendAgain(parts: ApiParts, id: string): Promise<DeliveryDetailView> {
  const { pushStore, worker, clock } = parts
  const { targetId, erased } = (await pushStore.delivery(id)) ?? notFound('delivery')
  if (erased) refuse('conflict', 'its body was erased')
  if (!(await pushStore.target(targetId)))
    refuse('conflict', 'its target was deleted, and the secret with it')
  if (!(await pushStore.resend(id, clock.now()))) refuse('conflict', 'it is still pending')
  const shown = await showDelivery(parts, id)
  worker.wake()
  return shown
}
