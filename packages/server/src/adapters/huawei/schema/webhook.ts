import { z } from 'zod'
import { type FieldErrors, text } from './read.ts'

/** [HW] 3.9. A key shorter than this is no secret. */
const SHORTEST_KEY = 8

export const webhookBody = z.object({
  subscriberId: text.pipe(z.string().min(1).max(128)),
  subscriberKey: z.string().min(SHORTEST_KEY).max(256),
  url: z.string().min(1).max(2_048),
  corpId: text.optional(),
  spId: text.pipe(z.string().max(64)).optional(),
})
export const webhookQuery = z.object({ corpId: text.optional(), spId: text.optional() })
export const webhookIdQuery = z.object({ id: text })
export const webhookStatusQuery = z.object({
  id: text,
  status: z.literal(['0', '1', '2']).transform((status) => STATUSES[status]),
})

export type HookStatus = 'enabled' | 'disabled' | 'locked'
const STATUSES: Record<'0' | '1' | '2', HookStatus> = { 0: 'enabled', 1: 'disabled', 2: 'locked' }

export const WEBHOOK_BODY_ERRORS: FieldErrors = {
  missing: 'MMC.111071016',
  otherwise: 'MMC.111071061',
  fields: {},
}
export const WEBHOOK_QUERY_ERRORS: FieldErrors = {
  missing: 'MMC.112100029',
  otherwise: 'MMC.111071061',
  fields: { status: 'MMC.111072045' },
}
