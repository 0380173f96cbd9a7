import { DEFAULT_REPLAY_RATE } from '@parley/core'
import { z } from 'zod'
import { id, instant, limit, time, uuid } from './common.ts'
import { pattern, patternShape } from './rules.ts'

export const newReplay = z
  .strictObject({
    target: id.describe('Id of the target; no other gets anything.'),
    from: instant.optional().describe('Events of this time or later.'),
    after: z.string().max(200).optional().describe('Events behind this cursor of `GET /events`.'),
    before: instant.optional().describe('Events before this time; all up to now if absent.'),
    pattern: pattern.optional().describe('Instead of the rule’s own.'),
    ratePerSecond: z
      .number()
      .min(0.1)
      .max(10_000)
      .default(DEFAULT_REPLAY_RATE)
      .describe('Deliveries made per second at most.'),
    dryRun: z.boolean().default(false).describe('Only count.'),
  })
  .refine(({ from, after }) => from !== undefined || after !== undefined, {
    error: 'say where it begins: `from` or `after`',
    path: ['from'],
  })
export type NewReplay = z.output<typeof newReplay>

export const newReplayShape = z.strictObject({
  ...newReplay.shape,
  pattern: patternShape.optional().describe('Instead of the rule’s own.'),
})

const state = z.enum(['running', 'done', 'cancelled'])

export const replay = z.object({
  id: uuid,
  ruleId: uuid,
  targetId: uuid,
  from: time.nullable(),
  before: time.nullable(),
  pattern: z.record(z.string(), z.unknown()).nullable().describe('Null: the rule’s own.'),
  ratePerSecond: z.number(),
  state,
  progress: z.number().min(0).max(1).describe('Share of the stretch of the log that was looked at.'),
  count: z.int().describe('Deliveries made so far.'),
  createdAt: time,
  endedAt: time.nullable(),
})
export type ReplayView = z.infer<typeof replay>

export const madeReplay = z.object({
  replay: replay.nullable().describe('Null after a dry run.'),
  count: z.int().nullable().describe('Events that match; only counted in a dry run.'),
  complete: z.boolean().describe('False when a dry run gave up counting: there are at least so many.'),
})

export const replayQuery = z.strictObject({ state: state.optional(), limit: limit(500) })
export const replayList = z.object({ data: z.array(replay).describe('The newest first.') })
