import { z } from 'zod'

export const eventTypeQuery = z.strictObject({
  bus: z.enum(['parley', 'default']).optional().describe('Only types of this bus.'),
})

export const eventType = z.object({
  name: z.string().describe('Unique over all buses.'),
  version: z
    .int()
    .describe('Of `data`. Fields are added under one version; what breaks readers makes a new one.'),
  type: z.string().describe('Attribute `type` of its events.'),
  bus: z.string().describe('The bus that carries it.'),
  description: z.string(),
  schema: z.url().describe('Address of the JSON Schema of `data`; needs no key.'),
  personal: z
    .array(z.string())
    .describe('Paths into `data` that name a person: erasing that person blanks them.'),
  example: z.record(z.string(), z.unknown()).describe('Of `data`.'),
})
export type EventTypeView = z.infer<typeof eventType>

export const eventTypeList = z.object({ data: z.array(eventType) })
