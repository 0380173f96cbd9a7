import { type PushEvent, type Rule, refuse, type Target, TEST_EVENT_TYPE } from '@parley/core'
import { OWN_SOURCE } from '@parley/protocol'
import { findTarget, requireOwn } from '../not-found.ts'
import type { ApiParts } from '../parts.ts'
import { presentDelivery } from '../present/delivery.ts'
import type { DeliveryView } from '../schema/deliveries.ts'
import type { VerificationView } from '../schema/targets.ts'

/** The matcher moves the cursor all the time; so often at once is a fault. */
const MOST_TRIES = 20

/** Owed like any other event, so that what is seen is what an event would see: signature, headers, transform, retries. */
export async function sendTest(parts: ApiParts, id: string): Promise<DeliveryView> {
  const { rule, target } = await findTarget(parts, id)
  requireOwn(rule)
  if (target.state.is === 'paused') refuse('conflict', 'the target is paused: resume it first')
  const event = testEvent(parts, rule, target)
  const deliveryId = parts.ids.eventId()
  const { body, headers } = parts.encode(event, target)
  const now = parts.clock.now()
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const position = await parts.pushStore.cursor()
    // Owed where the matcher stands, so that it does not move.
    const kept = await parts.pushStore.advance(position, position, [
      {
        id: deliveryId,
        bus: rule.bus,
        ruleId: rule.id,
        targetId: target.id,
        ruleName: rule.name,
        targetName: target.name,
        url: target.url,
        eventId: event.id,
        eventSource: event.source,
        eventType: event.type,
        position,
        headers,
        body,
        orderKey: null,
        replayId: null,
        dueAt: now,
        createdAt: now,
      },
    ])
    if (!kept) continue
    parts.worker.wake()
    const delivery = await parts.pushStore.delivery(deliveryId)
    if (delivery) return presentDelivery(delivery)
  }
  return refuse('unavailable', 'the log is too busy: try again')
}

export async function verifyTarget(parts: ApiParts, id: string): Promise<VerificationView> {
  const { target } = await findTarget(parts, id)
  const { allowed, ratePerMinute, status, why } = await parts.courier.verify(target.url)
  return { consented: allowed, ratePerMinute, status, why }
}

/** In the log nowhere: nothing happened. */
function testEvent({ ids, clock }: ApiParts, rule: Rule, target: Target): PushEvent {
  return {
    id: ids.eventId(),
    source: OWN_SOURCE,
    type: TEST_EVENT_TYPE,
    subject: 'test',
    time: clock.now(),
    data: { test: true, bus: rule.bus, rule: rule.name, target: target.name },
    orderKey: null,
  }
}
