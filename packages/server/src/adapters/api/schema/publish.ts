import { MOST_EVENT_BYTES, MOST_EVENTS_AT_ONCE, NOT_IN_EVENT_TEXT } from '@parley/core'
import { isOwnSource } from '@parley/protocol'
import { z } from 'zod'

const ATTRIBUTE = /^[a-z0-9]{1,20}$/

const KNOWN = {
  specversion: z.literal('1.0'),
  id: text(128),
  source: text(128).refine((text) => !isOwnSource(text), 'is a source of this server’s own'),
  type: text(128),
  subject: text(512).optional(),
  time: z.iso
    .datetime({ offset: true, error: 'must be a time as in RFC 3339, with its offset' })
    .max(64)
    .optional()
    .describe('Now if absent.'),
  dataschema: text(512).optional(),
  datacontenttype: text(128).optional().describe('JSON if absent.'),
  data: z.unknown().optional(),
  data_base64: z.base64().optional(),
}

/** CloudEvents 1.0 in JSON; members beside the known ones are extension attributes. */
export const cloudEvent = z
  .object(KNOWN)
  .catchall(z.union([text(1_024, 0), z.int32(), z.boolean()]))
  .check(({ value, issues }) => {
    const fail = (path: string, message: string): void =>
      void issues.push({ code: 'custom', input: value, path: [path], message })
    for (const name of Object.keys(value))
      if (!(name in KNOWN) && !ATTRIBUTE.test(name))
        fail(name, 'an attribute is named by 1 to 20 lower-case letters and digits')
    if (value.data !== undefined && value.data_base64 !== undefined)
      fail('data_base64', 'an event has `data` or `data_base64`, not both')
    if (Buffer.byteLength(JSON.stringify(value)) > MOST_EVENT_BYTES)
      fail('data', `the event is larger than ${MOST_EVENT_BYTES} bytes`)
  })
export type CloudEvent = z.output<typeof cloudEvent>

export const batch = z.array(cloudEvent).min(1).max(MOST_EVENTS_AT_ONCE)

/** One, or a batch: all of it is kept, or nothing. */
export const published = z.union([batch, cloudEvent])

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

function text(most: number, least = 1) {
  return z
    .string()
    .min(least)
    .max(most)
    .refine((value) => !NOT_IN_EVENT_TEXT.test(value), 'must not contain control characters')
}
