import { EVENT_TYPES, SITE_EVENT_TYPES } from '@parley/core'
import { z } from 'zod'
import { limit, time, uuid } from './common.ts'

export const conferenceEventQuery = z.strictObject({
  after: z
    .string()
    .regex(/^\d{1,15}$/, 'must be a revision')
    .default('0')
    .describe('The last revision that was read: `next` of the page before. All from the first if absent.'),
  limit: limit(1_000),
})

export const eventQuery = z.strictObject({
  after: z.string().max(64).optional().describe('`next` of the page before. All from the first if absent.'),
  limit: limit(1_000),
})

export const event = z.object({
  id: uuid,
  conferenceId: z.string().describe('`0`: the installation itself.'),
  runId: z.string().nullable().describe('Set while a run is on.'),
  revision: z.int().describe('Counts the events of the conference from 1, without a gap.'),
  position: z.int().describe('Order over the whole server; rises, with gaps.'),
  type: z.enum([...EVENT_TYPES, ...SITE_EVENT_TYPES]),
  time: time.describe('Never runs back inside a conference.'),
  actor: z.object({
    is: z.enum(['user', 'guest', 'key', 'token', 'system']),
    id: z.string(),
    name: z.string(),
    number: z.string().optional().describe('Of an account.'),
    participantId: z.string().optional().describe('Set when the actor was inside.'),
  }),
  via: z.enum(['page', 'rpc', 'rest', 'api', 'system']),
  cause: uuid.describe('The command; events of one command share it.'),
  data: z
    .record(z.string(), z.unknown())
    .describe('What happened, by type. Times in it are milliseconds since 1970 UTC.'),
})
export type EventView = z.infer<typeof event>

export const eventList = z.object({
  data: z.array(event).describe('In order.'),
  next: z.string().describe('`after` of the next page. Always set: ask again with it for what comes later.'),
})
