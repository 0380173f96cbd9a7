import { refuse } from '@parley/core'
import type { z } from 'zod'
import { readCursor, writeCursor } from '../cursor.ts'
import type { ApiParts } from '../parts.ts'
import { presentDelivery, presentDeliveryDetail } from '../present/delivery.ts'
import { ProblemError } from '../problem.ts'
import type { DeliveryDetailView, deliveryList, deliveryQuery } from '../schema/deliveries.ts'

export async function showDeliveries(
  { pushStore }: ApiParts,
  { status, rule, event, after, limit }: z.output<typeof deliveryQuery>,
): Promise<z.infer<typeof deliveryList>> {
  const found = await pushStore.deliveries({
    limit,
    ...(status === undefined ? {} : { status }),
    ...(rule === undefined ? {} : { ruleId: rule }),
    ...(event === undefined ? {} : { eventId: event }),
    ...(after === undefined ? {} : { before: readCursor('delivery', after) }),
  })
  const last = found.at(-1)
  const next = last && found.length === limit ? writeCursor('delivery', last.seq) : null
  return { data: found.map(presentDelivery), next }
}

export async function showDelivery({ pushStore }: ApiParts, id: string): Promise<DeliveryDetailView> {
  const delivery = (await pushStore.delivery(id)) ?? noDelivery()
  return presentDeliveryDetail(delivery, await pushStore.attempts(id))
}

export async function sendAgain(parts: ApiParts, id: string): Promise<DeliveryDetailView> {
  const { pushStore, worker, clock } = parts
  const delivery = (await pushStore.delivery(id)) ?? noDelivery()
  if (!(await pushStore.rule(delivery.ruleId)))
    refuse('conflict', 'its rule was deleted, and the secret with it')
  if (!(await pushStore.resend(id, clock.now()))) refuse('conflict', 'it is still pending')
  const shown = await showDelivery(parts, id)
  worker.wake()
  return shown
}

function noDelivery(): never {
  throw new ProblemError(404, 'there is no such delivery')
}
