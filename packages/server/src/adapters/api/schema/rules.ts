import { z } from 'zod'
import { time, uuid } from './common.ts'

const NAME = /^[A-Za-z0-9][A-Za-z0-9-]{0,126}$/
const LONGEST_URL = 2_048

const alternatives = z.array(
  z.union([
    z.string(),
    z.strictObject({ prefix: z.string().min(1), suffix: z.string().min(1).optional() }),
    z.strictObject({ suffix: z.string().min(1) }),
  ]),
)

const pattern = z
  .strictObject({
    source: alternatives.optional(),
    type: alternatives.optional(),
    subject: alternatives.optional(),
  })
  .describe(
    'Fields are joined by AND, alternatives by OR; an absent field matches anything, `{}` every event.',
  )

const secret = z
  .string()
  .refine(isWebhookSecret, 'must be `whsec_` and 24 to 64 bytes in base64')
  .describe('Standard Webhooks secret: `whsec_` and 24 to 64 bytes in base64.')

/** The pattern is read by the core, which names the exact spot. */
export const newRule = z.strictObject({
  name: z
    .string()
    .regex(NAME, 'must be 1 to 127 letters, digits or hyphens, a letter or digit first')
    .describe('Unique.'),
  enabled: z.boolean().default(true),
  pattern: z.unknown().refine((value) => value !== undefined, 'is missing'),
  target: z.strictObject({
    type: z.literal('http'),
    url: z
      .string()
      .max(LONGEST_URL)
      .describe('Where events are posted: http or https, port 80, 443 or from 1024 up.'),
    retry: z
      .enum(['BACKOFF_RETRY'])
      .default('BACKOFF_RETRY')
      .describe('`BACKOFF_RETRY`: three retries, each 10 to 20 s after the end of the attempt before.'),
    secret: secret.optional().describe('Drawn if absent.'),
  }),
})
export type NewRule = z.output<typeof newRule>

/** The same as documentation shows it. */
export const newRuleShape = newRule.extend({ pattern })

export const rule = z.object({
  id: uuid,
  name: z.string(),
  enabled: z.boolean(),
  pattern,
  target: z.object({
    type: z.literal('http'),
    url: z.string(),
    retry: z.enum(['BACKOFF_RETRY']),
  }),
  createdAt: time,
  warnings: z.array(z.string()).describe('What works, but perhaps not as it was meant.'),
})
export type RuleView = z.infer<typeof rule>

export const createdRule = rule.extend({
  target: rule.shape.target.extend({ secret: secret.describe('Answered this once; sealed in the store.') }),
})
export type CreatedRuleView = z.infer<typeof createdRule>

export const ruleList = z.object({ data: z.array(rule) })

function isWebhookSecret(text: string): boolean {
  const [, base64] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? []
  if (base64 === undefined) return false
  const bytes = Buffer.from(base64, 'base64')
  return bytes.length >= 24 && bytes.length <= 64 && bytes.toString('base64') === base64
}
