import { NAME_SHAPE } from '@parley/core'
import { z } from 'zod'

/** RFC 3339 in UTC with milliseconds. */
export const time = z.iso.datetime({ precision: 3 })
export const uuid = z.string().describe('A UUID.')

/** As callers may write it: any offset, any precision; read as milliseconds since 1970. */
export const instant = z.iso
  .datetime({ offset: true, error: 'must be a time as in RFC 3339, with its offset' })
  .transform((text) => Date.parse(text))

/** Of a bus or a rule. */
export const name = z
  .string()
  .regex(NAME_SHAPE, 'must be 1 to 127 letters, digits or hyphens, a letter or digit first')
export const id = z.string().min(1).max(64)
export const description = z.string().max(512)

/** Small enough for one page of a screen, large enough to catch up. */
export function limit(most: number) {
  return z
    .string()
    .regex(/^[1-9]\d{0,5}$/, 'must be a whole number from 1')
    .transform(Number)
    .refine((value) => value <= most, `must not be above ${most}`)
    .default(100)
    .describe(`How many at most: 1 to ${most}, 100 if absent.`)
}

/** `after` of a list that ends. */
export const after = z.string().max(200).optional().describe('`next` of the page before.')
/** `next` of a list that ends. */
export const next = z.string().nullable().describe('`after` of the next page; null when there is none.')

export const flag = z.enum(['true', 'false']).transform((text) => text === 'true')

export const byId = z.strictObject({ id: z.string() })

/** RFC 9457, with our `code`: the same word that ends `type`. */
export const problem = z.object({
  type: z.string().describe('`/problems/{code}`.'),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string().describe('What a program decides by; other members may be added.'),
  errors: z
    .array(
      z.object({
        pointer: z.string().describe('JSON pointer into the body, or `?name` of the query.'),
        detail: z.string(),
      }),
    )
    .optional(),
})
export type Problem = z.infer<typeof problem>
