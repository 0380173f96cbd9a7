import { z } from 'zod'
import { instant, time, uuid } from './common.ts'
import { newSigning, signing, signingChange, webhookSecret } from './signing.ts'
import { transform } from './transform.ts'

const LONGEST_URL = 2_048
const targetName = z.string().min(1).max(127).describe('Unique in its rule.')
const url = z
  .string()
  .max(LONGEST_URL)
  .describe('Where events are posted: http or https, port 80, 443 or from 1024 up.')
const method = z.enum(['POST', 'PUT', 'PATCH'])
const dialect = z
  .enum(['cloudevents', 'cloudevents-binary', 'seed'])
  .describe(
    '`cloudevents`: structured · `cloudevents-binary`: attributes in `ce-*` headers, the body is the data · `seed`: the body of the cloud document, data as a JSON string.',
  )
const contentType = z
  .string()
  .regex(/^[\x21-\x7e][\x20-\x7e]{0,255}$/, 'must be 1 to 256 printable ASCII characters')
  .nullable()
  .describe('Instead of the dialect’s own; null: the dialect’s own.')
/** Names and values are read by the core, which names the exact spot. */
const headers = z
  .record(z.string(), z.string())
  .describe('Sent with every attempt, kept sealed: their values are never shown again. At most 20.')
const retry = z
  .enum(['STANDARD_WEBHOOKS_RETRY', 'BACKOFF_RETRY', 'EXPONENTIAL_DECAY_RETRY'])
  .describe(
    '`STANDARD_WEBHOOKS_RETRY`: ten attempts over three days · `BACKOFF_RETRY`: three retries, each 10 to 20 s after the end of the attempt before · `EXPONENTIAL_DECAY_RETRY`: 176 retries within a day.',
  )
const errorsTolerance = z
  .enum(['ALL', 'NONE'])
  .describe(
    '`ALL`: an event whose attempts are exhausted becomes a dead letter, and the next one goes · `NONE`: the target pauses then.',
  )
const deadLetterBus = z
  .string()
  .max(127)
  .nullable()
  .describe('Dead letters are also put onto this bus; null: only kept.')
const concurrency = z.int().min(1).max(64).describe('Attempts at once at most, on each node.')
const ratePerSecond = z
  .number()
  .min(0.01)
  .max(10_000)
  .nullable()
  .describe('Attempts begun per second at most, on each node; null: as fast as it answers.')
const order = z
  .enum(['meeting', 'none'])
  .describe('`meeting`: events of one meeting one after the other, in the order of the log.')
const timeoutMs = z.int().min(1_000).max(30_000).describe('For one attempt, answer included.')
const extended = z.boolean().describe('Gets events and fields beyond the cloud document’s too.')

/** Defaults: CloudEvents, the ten-step schedule, one signature, in order. */
export const newTarget = z.strictObject({
  name: targetName.default('target'),
  url,
  method: method.default('POST'),
  dialect: dialect.default('cloudevents'),
  body: transform.default({ form: 'ORIGINAL' }),
  contentType: contentType.default(null),
  headers: headers.default({}),
  retry: retry.default('STANDARD_WEBHOOKS_RETRY'),
  errorsTolerance: errorsTolerance.default('ALL'),
  deadLetterBus: deadLetterBus.default(null),
  concurrency: concurrency.default(16),
  ratePerSecond: ratePerSecond.default(null),
  order: order.default('meeting'),
  timeoutMs: timeoutMs.default(10_000),
  extended: extended.default(false),
  signing: newSigning.prefault({}),
})
export type NewTarget = z.output<typeof newTarget>

export const targetChange = z
  .strictObject({
    name: targetName,
    url,
    method,
    dialect,
    body: transform,
    contentType,
    headers: headers.describe('All of them: those that are not named are gone.'),
    retry,
    errorsTolerance,
    deadLetterBus,
    concurrency,
    ratePerSecond,
    order,
    timeoutMs,
    extended,
    signing: signingChange,
  })
  .partial()
export type TargetChange = z.output<typeof targetChange>

export const target = z.object({
  id: uuid,
  ruleId: uuid,
  name: z.string(),
  url: z.string(),
  method,
  dialect: z.enum([...dialect.options, 'huawei']),
  body: transform,
  contentType: z.string().nullable(),
  headerNames: z.array(z.string()).describe('Of the extra headers; their values are sealed.'),
  retry: z.enum([...retry.options, 'HUAWEI_RETRY']),
  errorsTolerance,
  deadLetterBus: z.string().nullable(),
  concurrency: z.int(),
  ratePerSecond: z.number().nullable(),
  order,
  timeoutMs: z.int(),
  extended: z.boolean(),
  signing,
  state: z.object({
    is: z.enum(['running', 'paused']).describe('Nothing is sent while paused; what is owed is kept.'),
    why: z
      .enum(['asked', 'gone', 'failing', 'blocked'])
      .nullable()
      .describe(
        '`asked`: by somebody · `gone`: it answered 410 · `failing`: five days of nothing but failures · `blocked`: an event was exhausted and `errorsTolerance` is `NONE`.',
      ),
    note: z.string(),
    since: time,
  }),
  health: z.object({
    breaker: z
      .enum(['closed', 'open', 'half-open'])
      .describe('`open`: nothing is sent until `breakerUntil`, then one attempt alone.'),
    breakerUntil: time.nullable(),
    failingSince: time.nullable().describe('Nothing but failures since then.'),
    pending: z.int(),
    exhausted: z.int().describe('Dead letters.'),
    oldestPendingAt: time.nullable(),
  }),
  createdAt: time,
})
export type TargetView = z.infer<typeof target>

export const targetWithSecret = target.extend({
  secret: webhookSecret
    .nullable()
    .describe('The new `standard` secret, answered this once and kept sealed; null when none was made.'),
})
export type TargetWithSecretView = z.infer<typeof targetWithSecret>

export const pause = z.strictObject({ note: z.string().max(512).default('') }).prefault({})

export const resume = z
  .strictObject({
    replaySince: instant
      .optional()
      .describe(
        'Matching events since then are owed once more, under their own ids: also those delivered before.',
      ),
  })
  .prefault({})

export const resumed = z.object({
  target,
  replayId: uuid.nullable().describe('Of the replay that `replaySince` asked for.'),
})

export const verification = z.object({
  consented: z.boolean().describe('Whether its `WebHook-Allowed-Origin` names this server or `*`.'),
  ratePerMinute: z
    .number()
    .nullable()
    .describe('Requests a minute that it takes; null: as many as we like. `ratePerSecond` is yours to set.'),
  status: z.int().nullable().describe('HTTP status, null without an answer; not what consent is judged by.'),
  why: z.string().nullable().describe('Why not, in words; null when it consented.'),
})
export type VerificationView = z.infer<typeof verification>
