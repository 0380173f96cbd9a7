import { z } from 'zod'
import { after, id, instant, limit, next, time, uuid } from './common.ts'

const status = z.enum(['pending', 'delivered', 'exhausted', 'cancelled'])

const from = instant.optional().describe('Created then or later.')
const before = instant.optional().describe('Created before.')

export const deliveryQuery = z.strictObject({
  status: status.optional(),
  bus: z.string().max(127).optional(),
  rule: id.optional().describe('Id of a rule.'),
  target: id.optional().describe('Id of a target.'),
  event: z.string().max(128).optional().describe('Id of an event.'),
  type: z.string().max(128).optional().describe('Type of the event, exactly.'),
  replay: id.optional().describe('Id of a replay.'),
  from,
  before,
  after,
  limit: limit(500),
})

export const deadLetterQuery = deliveryQuery.omit({ status: true }).extend({ limit: limit(100) })

/** Which dead letters; every given member must hold, none means all. */
export const deadLetterFilter = z.strictObject({
  bus: z.string().max(127).optional(),
  rule: id.optional(),
  target: id.optional(),
  from,
  before,
})
export type DeadLetterBody = z.output<typeof deadLetterFilter>

export const counted = z.object({ count: z.int() })

export const delivery = z.object({
  id: uuid,
  bus: z.string(),
  eventId: z
    .string()
    .describe(
      'The same over all attempts, targets, resending and replay; also `webhook-id`, which for published events begins with a hash of their source.',
    ),
  eventSource: z.string(),
  eventType: z.string(),
  ruleId: uuid,
  ruleName: z.string(),
  targetId: uuid,
  targetName: z.string(),
  url: z.string(),
  status: status.describe(
    '`pending`: an attempt is due or under way · `delivered`: answered with 200-299 · `exhausted`: the last attempt failed; a dead letter, may be resent · `cancelled`: its rule or target was deleted.',
  ),
  attemptCount: z.int().describe('In the current chain: resending begins a new one.'),
  nextAttemptAt: time.nullable(),
  replayId: uuid.nullable(),
  createdAt: time,
  settledAt: time.nullable().describe('When it came to its end.'),
  erased: z
    .boolean()
    .describe('Body and answers were blanked, because they told of a person who was erased.'),
})
export type DeliveryView = z.infer<typeof delivery>

const headers = z.record(z.string(), z.string())

export const attempt = z.object({
  id: uuid,
  no: z.int().describe('From 1, over all chains.'),
  startedAt: time,
  durationMs: z.number(),
  method: z.string(),
  url: z.string(),
  requestHeaders: headers.describe('Values that prove something are cut.'),
  status: z.int().nullable().describe('HTTP status, null without an answer.'),
  error: z.string().nullable().describe('Why it failed, null when it succeeded.'),
  responseHeaders: headers,
  response: z.string().describe('The first 16 KiB of the answer, without what it repeats of our secrets.'),
  nextAttemptAt: time.nullable().describe('When the next try was due, as of then; null: it was the last.'),
})

export const deliveryDetail = delivery.extend({
  headers: headers.describe('Those that belong to the bytes.'),
  body: z.string().describe('What every attempt sends and signs.'),
  attempts: z.array(attempt),
})
export type DeliveryDetailView = z.infer<typeof deliveryDetail>

export const deliveryList = z.object({ data: z.array(delivery).describe('The newest first.'), next })

export const deadLetter = delivery.extend({
  lastAttempt: attempt.pick({ no: true, startedAt: true, status: true, error: true }).nullable(),
})
export const deadLetterList = z.object({ data: z.array(deadLetter).describe('The newest first.'), next })
