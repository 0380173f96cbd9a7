import { RESERVED_BUS_NAMES } from '@parley/core'
import { z } from 'zod'
import { description, name, time } from './common.ts'

export const newBus = z.strictObject({
  name: name.refine((text) => !RESERVED_BUS_NAMES.test(text), 'must not begin with `eventbridge-reserved-`'),
  description: description.default(''),
})
export type NewBus = z.output<typeof newBus>

export const busChange = z
  .strictObject({
    description,
    enabled: z.boolean().describe('While false, nothing that happens is matched on this bus, then or later.'),
  })
  .partial()
export type BusChange = z.output<typeof busChange>

export const byName = z.strictObject({ name: z.string() })

export const bus = z.object({
  name: z.string(),
  description: z.string(),
  enabled: z.boolean(),
  builtIn: z
    .boolean()
    .describe(
      '`default`: events of meetings as the cloud document has them · `parley`: every recorded event in our own catalogue. Both are always there.',
    ),
  rules: z.int().describe('How many read it.'),
  createdAt: time.nullable().describe('Null when built in.'),
})
export type BusView = z.infer<typeof bus>

export const busList = z.object({ data: z.array(bus).describe('By name.') })
