// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates of targets look like those of JavaScript

import { z } from 'zod'

/** Lengths and paths are read by the core, which names the exact spot. */
export const transform = z
  .discriminatedUnion('form', [
    z.strictObject({ form: z.literal('ORIGINAL') }),
    z.strictObject({
      form: z.literal('JSONPATH'),
      path: z.string().describe('Definite, for example `$.data.title`.'),
    }),
    z.strictObject({ form: z.literal('CONSTANT'), text: z.string() }),
    z.strictObject({
      form: z.literal('TEMPLATE'),
      values: z
        .record(z.string(), z.string())
        .describe('Name → definite JSONPath; what is none is taken as plain text.'),
      template: z
        .string()
        .describe('`${name}`, `${name:-default}`, `$${name}` as it stands. A template of JSON stays JSON.'),
    }),
  ])
  .describe('What of an event is sent. Paths go by the event as patterns see it, in every dialect.')
