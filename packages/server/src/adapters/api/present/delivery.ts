import type { Attempt, Delivery } from '@parley/core'
import type { DeliveryDetailView, DeliveryView } from '../schema/deliveries.ts'

export function presentDelivery(delivery: Delivery): DeliveryView {
  const { id, eventId, eventType, ruleId, ruleName, url, status, attempts, dueAt, createdAt } = delivery
  return {
    id,
    eventId,
    eventType,
    ruleId,
    ruleName,
    url,
    status,
    attemptCount: attempts,
    nextAttemptAt: dueAt === null ? null : new Date(dueAt).toISOString(),
    createdAt: new Date(createdAt).toISOString(),
  }
}

export function presentDeliveryDetail(delivery: Delivery, attempts: readonly Attempt[]): DeliveryDetailView {
  return {
    ...presentDelivery(delivery),
    body: delivery.body,
    attempts: attempts.map(({ id, no, startedAt, durationMs, status, error, response }) => ({
      id,
      no,
      startedAt: new Date(startedAt).toISOString(),
      durationMs,
      status,
      error,
      response,
    })),
  }
}
