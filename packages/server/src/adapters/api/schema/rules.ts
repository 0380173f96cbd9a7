import { MOST_TARGETS, OWN_BUS } from '@parley/core'
import { z } from 'zod'
import { after, description, flag, id, limit, name, next, time, uuid } from './common.ts'
import { newTarget, target, targetWithSecret } from './targets.ts'

/** The pattern is read by the core, which names the exact spot. */
export const pattern = z
  .unknown()
  .refine((value) => value !== undefined, 'is missing')
  .refine(
    (value) => value !== null && ['string', 'object'].includes(typeof value),
    'must be an object, or its JSON text',
  )

/** The same as documentation shows it. */
export const patternShape = z
  .union([z.record(z.string(), z.unknown()), z.string()])
  .describe(
    'An event pattern, as an object or as its JSON text. Fields are joined by AND, alternatives by OR; an absent field matches anything, `{}` every event.',
  )

export const scope = z
  .strictObject({
    conferenceId: z
      .string()
      .regex(/^[1-9]\d{8}$/, 'must be a number of nine digits')
      .optional(),
    tenantId: id.optional(),
    keyId: id.optional().describe('Only what was done with this API key.'),
  })
  .describe('What an event must be about, beside the pattern.')

const bus = z.string().max(127).describe('Whose events it reads. Does not change.')

export const newRule = z.strictObject({
  name: name.describe('Unique on its bus.'),
  bus: bus.default(OWN_BUS),
  description: description.default(''),
  enabled: z.boolean().default(true),
  pattern,
  scope: scope.default({}),
  targets: z
    .array(newTarget)
    .max(MOST_TARGETS)
    .default([])
    .describe('A rule without any is legal: it shows in traces.'),
})
export type NewRule = z.output<typeof newRule>
export const newRuleShape = newRule.extend({ pattern: patternShape })

export const ruleChange = z
  .strictObject({
    name,
    description,
    enabled: z.boolean().describe('False stops new matches; what is owed already is still sent.'),
    pattern: pattern,
    scope: scope.describe('The whole scope: members that are not named are gone.'),
  })
  .partial()
export type RuleChangeBody = z.output<typeof ruleChange>
export const ruleChangeShape = ruleChange.extend({ pattern: patternShape.optional() })

export const ruleQuery = z.strictObject({
  bus: z.string().max(127).optional(),
  name: z.string().max(127).optional().describe('Exactly this name.'),
  enabled: flag.optional(),
  health: z
    .enum(['failing', 'paused'])
    .optional()
    .describe('With a target that is paused, or that has answered nothing but failures of late.'),
  after,
  limit: limit(500),
})

export const rule = z.object({
  id: uuid,
  bus: z.string(),
  name: z.string(),
  description: z.string(),
  enabled: z.boolean(),
  pattern: z.record(z.string(), z.unknown()),
  scope,
  targets: z.array(target).describe('In the order in which they were added.'),
  createdAt: time,
  changedAt: time.describe('Also moves with its targets.'),
  warnings: z.array(z.string()).describe('What works, but perhaps not as it was meant.'),
})
export type RuleView = z.infer<typeof rule>

export const createdRule = rule.extend({ targets: z.array(targetWithSecret) })
export type CreatedRuleView = z.infer<typeof createdRule>

export const ruleList = z.object({ data: z.array(rule).describe('In the order of their creation.'), next })
