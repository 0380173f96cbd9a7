import { z } from 'zod'

export const streamQuery = z.strictObject({
  bus: z.string().min(1).max(127).default('parley').describe('Whose events; `parley` has all there are.'),
  pattern: z
    .string()
    .max(8_192)
    .default('{}')
    .describe('JSON of an event pattern, as rules have it: only matching events are sent.'),
  after: z
    .string()
    .max(64)
    .optional()
    .describe(
      'Go on behind this cursor, an `id` of the stream or a `next` of `GET /api/v1/events`; from now on if absent. The header `Last-Event-ID` goes before it.',
    ),
})

/** What documentation shows of the stream. */
export const streamShape = z
  .string()
  .describe(
    'An endless event stream. Each event: `id` its cursor, `event` its type, `data` the CloudEvent as JSON in one line. ' +
      '`event: reset` with `{"reason":"unknown"|"too-old","after":cursor}`: events may be missing, it goes on behind that cursor. ' +
      'A comment `: at {cursor}` at least every 15 s. `retry:` before a restart.',
  )
