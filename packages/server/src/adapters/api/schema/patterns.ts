import { OWN_BUS } from '@parley/core'
import { z } from 'zod'
import { id, time } from './common.ts'
import { pattern, patternShape, scope } from './rules.ts'

const MOST_TRIED = 1_000

const bus = z.string().max(127).default(OWN_BUS).describe('Whose events; says which types are known.')
const event = z
  .record(z.string(), z.unknown())
  .describe('A JSON event as patterns see it: `source`, `type`, `subject`, …, `data`.')

const either = 'give `event` or `eventId`, not both'

const oneEvent = z.strictObject({
  bus,
  pattern,
  event: event.optional(),
  eventId: id.optional().describe('Of an event in the log, as it is told on the bus.'),
})
export const patternTest = oneEvent.refine(
  (given) => (given.event === undefined) !== (given.eventId === undefined),
  { error: either, path: ['event'] },
)
export type PatternTest = z.output<typeof patternTest>
export const patternTestShape = oneEvent.extend({ pattern: patternShape }).describe(either)

const verdict = { matched: z.boolean(), why: z.string().describe('In one sentence.') }

export const field = z.object({
  pointer: z.string().describe('JSON pointer of the field in the pattern.'),
  ...verdict,
  expected: z.string().describe('What the pattern asks for, as it was written.'),
  actual: z.object({
    pointer: z.string().describe('JSON pointer of the place in the event.'),
    there: z.boolean(),
    value: z.unknown().optional().describe('Absent when there is nothing.'),
  }),
  alternatives: z.array(
    z.object({ pointer: z.string().describe('JSON pointer into the pattern.'), ...verdict }),
  ),
})

export const tested = z.object({
  matched: z.boolean(),
  fields: z.array(field).describe('Every field that the pattern names.'),
  event: event.describe('What was looked at.'),
  warnings: z.array(z.string()),
})
export type TestedView = z.infer<typeof tested>

export const patternTry = z.strictObject({
  bus,
  pattern,
  scope: scope.default({}),
  last: z.int().min(1).max(MOST_TRIED).default(100).describe('How many of the newest events of the bus.'),
})
export type PatternTry = z.output<typeof patternTry>
export const patternTryShape = patternTry.extend({ pattern: patternShape })

export const tried = z.object({
  looked: z
    .int()
    .describe('Events looked at; fewer than asked for when the bus has no more of them of late.'),
  matched: z.int(),
  data: z
    .array(
      z.object({
        id: z.string(),
        source: z.string(),
        type: z.string(),
        subject: z.string().nullable(),
        time,
        matched: z.boolean(),
        why: z.string().nullable().describe('The first field that failed; null when it matches.'),
      }),
    )
    .describe('The newest first. `POST /patterns/test` with an id says more of one.'),
  warnings: z.array(z.string()),
})
export type TriedView = z.infer<typeof tried>
