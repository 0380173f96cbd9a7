import {
  encodingOf,
  owe,
  type PushEvent,
  type Rule,
  refuse,
  type Target,
  TEST_EVENT_TYPE,
} from '@parley/core'
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
  const addressee = { rule, target, encoding: encodingOf(target) }
  const now = parts.clock.now()
  const onError = (err: unknown, context: object): void => parts.log.error({ err, ...context }, 'fault')
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const position = await parts.pushStore.cursor()
    // Owed where the matcher stands, so that it does not move.
    const owed = owe({ ...parts, onError }, { position }, event, [addressee], { now, bus: rule.bus })
    if (!(await parts.pushStore.advance(position, position, owed))) continue
    parts.worker.wake()
    for (const { id: deliveryId } of owed) {
      const delivery = await parts.pushStore.delivery(deliveryId)
      if (delivery) return presentDelivery(delivery)
    }
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
