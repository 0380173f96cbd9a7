import type { Attempt, Delivery } from '@parley/core'
import type { DeliveryDetailView, DeliveryView } from '../schema/deliveries.ts'
import { timeText, timeTextOrNull } from './time.ts'

export function presentDelivery(delivery: Delivery): DeliveryView {
  const { id, bus, eventId, eventSource, eventType, ruleId, ruleName, targetId, targetName } = delivery
  const { url, status, attempts, dueAt, replayId, createdAt, settledAt, erased } = delivery
  return {
    id,
    bus,
    eventId,
    eventSource,
    eventType,
    ruleId,
    ruleName,
    targetId,
    targetName,
    url,
    status,
    attemptCount: attempts,
    nextAttemptAt: timeTextOrNull(dueAt),
    replayId,
    createdAt: timeText(createdAt),
    settledAt: timeTextOrNull(settledAt),
    erased,
  }
}

export function presentDeliveryDetail(delivery: Delivery, attempts: readonly Attempt[]): DeliveryDetailView {
  const { headers, body } = delivery
  return { ...presentDelivery(delivery), headers, body, attempts: attempts.map(presentAttempt) }
}

export function presentAttempt(attempt: Attempt): DeliveryDetailView['attempts'][number] {
  const { id, no, startedAt, durationMs, method, url, requestHeaders } = attempt
  const { status, error, responseHeaders, response, nextAt } = attempt
  return {
    id,
    no,
    startedAt: timeText(startedAt),
    durationMs,
    method,
    url,
    requestHeaders,
    status,
    error,
    responseHeaders,
    response,
    nextAttemptAt: timeTextOrNull(nextAt),
  }
}
