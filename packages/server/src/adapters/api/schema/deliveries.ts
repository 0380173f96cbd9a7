import { z } from 'zod'
import { limit, time, uuid } from './common.ts'

const status = z.enum(['pending', 'delivered', 'exhausted', 'cancelled'])

export const deliveryQuery = z.strictObject({
  status: status.optional(),
  rule: z.string().max(64).optional().describe('Id of a rule.'),
  event: z.string().max(64).optional().describe('Id of an event.'),
  after: z.string().max(64).optional().describe('`next` of the page before.'),
  limit: limit(500),
})

export const delivery = z.object({
  id: uuid,
  eventId: uuid.describe('Also `webhook-id`: the same over all attempts, targets and resending.'),
  eventType: z.string(),
  ruleId: uuid,
  ruleName: z.string(),
  url: z.string(),
  status: status.describe(
    '`pending`: an attempt is due or under way · `delivered`: answered with 200-299 · `exhausted`: the last attempt failed; may be resent · `cancelled`: the rule was deleted.',
  ),
  attemptCount: z.int().describe('In the current chain: resending begins a new one.'),
  nextAttemptAt: time.nullable(),
  createdAt: time,
})
export type DeliveryView = z.infer<typeof delivery>

export const attempt = z.object({
  id: uuid,
  no: z.int().describe('From 1, over all chains.'),
  startedAt: time,
  durationMs: z.number(),
  status: z.int().nullable().describe('HTTP status, null without an answer.'),
  error: z.string().nullable().describe('Why it failed, null when it succeeded.'),
  response: z.string().describe('The first 16 KiB of the answer.'),
})

export const deliveryDetail = delivery.extend({
  body: z.string().describe('What every attempt sends and signs.'),
  attempts: z.array(attempt),
})
export type DeliveryDetailView = z.infer<typeof deliveryDetail>

export const deliveryList = z.object({
  data: z.array(delivery).describe('The newest first.'),
  next: z.string().nullable().describe('`after` of the next page; null when there is none.'),
})
