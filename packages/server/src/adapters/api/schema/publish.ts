import { z } from 'zod'

/** [AL] 3.9. */
export const LARGEST_EVENT_BYTES = 256 * 1024
export const MOST_EVENTS = 16

const ATTRIBUTE = /^[a-z0-9]{1,20}$/
/** What only this server says. The second is how patterns spell the first too. */
const OWN_SOURCES = /^(acs[.:]aliyuncvc|urn:parley)($|[:/.#])/i

const KNOWN = {
  specversion: z.literal('1.0'),
  id: z.string().min(1).max(128),
  source: z
    .string()
    .min(1)
    .max(128)
    .refine((text) => !OWN_SOURCES.test(text), 'is a source of this server’s own'),
  type: z.string().min(1).max(128),
  subject: z.string().min(1).max(512).optional(),
  time: z.iso
    .datetime({ offset: true, error: 'must be a time as in RFC 3339, with its offset' })
    .max(64)
    .optional()
    .describe('Now if absent.'),
  dataschema: z.string().min(1).max(512).optional(),
  datacontenttype: z.string().min(1).max(128).optional().describe('JSON if absent.'),
  data: z.unknown().optional(),
  data_base64: z.base64().optional(),
}

/** CloudEvents 1.0 in JSON; members beside the known ones are extension attributes. */
export const cloudEvent = z
  .object(KNOWN)
  .catchall(z.union([z.string().max(1_024), z.int32(), z.boolean()]))
  .check(({ value, issues }) => {
    const fail = (path: string, message: string): void =>
      void issues.push({ code: 'custom', input: value, path: [path], message })
    for (const name of Object.keys(value))
      if (!(name in KNOWN) && !ATTRIBUTE.test(name))
        fail(name, 'an attribute is named by 1 to 20 lower-case letters and digits')
    if (value.data !== undefined && value.data_base64 !== undefined)
      fail('data_base64', 'an event has `data` or `data_base64`, not both')
    if (Buffer.byteLength(JSON.stringify(value)) > LARGEST_EVENT_BYTES)
      fail('data', `the event is larger than ${LARGEST_EVENT_BYTES} bytes`)
  })
export type CloudEvent = z.output<typeof cloudEvent>

/** One, or a batch: all of it is kept, or nothing. */
export const published = z.union([z.array(cloudEvent).min(1).max(MOST_EVENTS), cloudEvent])

export const publishQuery = z.strictObject({
  bus: z.string().min(1).max(127).describe('Any but `parley`, which only tells of this server itself.'),
})

export const accepted = z.object({
  data: z
    .array(
      z.object({
        id: z.string(),
        source: z.string(),
        eventId: z.string().describe('Of the entry in the log.'),
      }),
    )
    .describe('In the order in which they were sent; each is in the log, durably.'),
})
