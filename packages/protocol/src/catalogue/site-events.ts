import { z } from 'zod'
import { ann, MINUTE, T, target } from './example.ts'
import { millis } from './shapes.ts'

const targetName = z.object({
  ruleId: z.string(),
  ruleName: z.string(),
  bus: z.string(),
  targetId: z.string(),
  targetName: z.string(),
})

const foreignEvent = z
  .object({
    id: z.string(),
    source: z.string(),
    type: z.string(),
    subject: z.string().optional(),
    time: z.string().optional(),
    dataschema: z.string().optional(),
    datacontenttype: z.string().optional(),
    data: z.unknown().optional(),
    data_base64: z.string().optional(),
    extensions: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  })
  .meta({ title: 'ForeignEvent', description: 'A CloudEvent as its publisher sent it.' })

/** Events of the installation: description, schema of `data`, example. */
export const SITE_EVENTS = {
  StatisticTaken: {
    description: 'One calendar day of one tenant, counted; five minutes after its end.',
    data: z.object({
      day: z.string().describe('`YYYY-MM-DD` in the zone of the statistics.'),
      startsAt: millis('Start of that day.'),
      meetings: z.int().describe('Runs somebody was inside of.'),
      minutes: z.int().describe('How long they were occupied, together, rounded up.'),
      joins: z.int().describe('Repeated ones too, and everybody who was inside when the day began.'),
      peak: z.int().describe('Most people inside meetings at one time.'),
    }),
    example: {
      day: '2026-09-21',
      startsAt: 1_789_920_000_000,
      meetings: 18,
      minutes: 742,
      joins: 133,
      peak: 41,
    },
  },
  EventPut: {
    description: 'An event from outside entered a bus.',
    data: z.object({
      bus: z.string(),
      event: foreignEvent,
      why: z.enum(['published', 'dead-letter']),
    }),
    example: {
      bus: 'orders',
      event: { id: 'o-17', source: 'shop', type: 'order:paid', data: { amount: 3 } },
      why: 'published' as const,
    },
  },
  TargetPaused: {
    description: 'Nothing is sent to the target any more; what it is owed is kept.',
    data: targetName.extend({
      why: z
        .enum(['asked', 'gone', 'failing', 'blocked'])
        .describe('By somebody; it answered 410; days of failures; its address is not allowed any more.'),
      note: z.string().describe('In words.'),
    }),
    example: { ...target, why: 'gone' as const, note: 'it answered 410' },
  },
  TargetResumed: {
    description: 'The target is sent to again.',
    data: targetName.extend({ pausedSince: millis('Since when it was not.') }),
    example: { ...target, pausedSince: T },
  },
  TargetFailing: {
    description: 'The target has answered nothing but failures for a long time and will be paused.',
    data: targetName.extend({
      since: millis('Since when.'),
      pausesAt: millis('When it will be paused.'),
      lastError: z.string(),
    }),
    example: { ...target, since: T, pausesAt: T + 5 * 24 * 60 * MINUTE, lastError: 'connect timeout' },
  },
  TargetRecovered: {
    description: 'The first success after a time of failures.',
    data: targetName.extend({ failedSince: millis('Since when it had failed.') }),
    example: { ...target, failedSince: T },
  },
  EventUntold: {
    description: 'An entry of the log could not be told in an outside form: a fault of the server.',
    data: z.object({
      position: z.int().describe('Of that entry, in the log.'),
      eventId: z.string(),
      eventType: z.string().describe('Its name in the log.'),
      error: z.string(),
    }),
    example: {
      position: 4711,
      eventId: '01a0c450-6c7b-747a-bd93-fabd2a210001',
      eventType: 'MicChanged',
      error: 'MicChanged is outside of any run',
    },
  },
  DeliveriesDropped: {
    description: 'Deliveries are gone for good and cannot be sent again.',
    data: z.object({
      count: z.int(),
      why: z.enum(['retention', 'purged']).describe('Kept long enough; by somebody.'),
      target: targetName.nullable().describe('Null: of several targets.'),
    }),
    example: { count: 12, why: 'purged' as const, target },
  },
  PersonErased: {
    description: 'What named this person was blanked in the log and in deliveries.',
    data: z.object({
      person: z
        .discriminatedUnion('is', [
          z.object({ is: z.literal('user'), userId: z.string() }),
          z.object({ is: z.literal('guest'), guestId: z.string() }),
        ])
        .describe('Only the id, which leads to nobody any more.'),
      events: z.int().describe('Recorded events that were changed.'),
      deliveries: z.int().describe('Deliveries whose bodies and answers were.'),
    }),
    example: { person: { is: 'user' as const, userId: ann.who.userId }, events: 31, deliveries: 12 },
  },
}
