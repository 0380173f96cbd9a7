import { z } from 'zod'
import { id } from './common.ts'

export const newErasure = z.strictObject({
  person: z
    .union([z.strictObject({ userId: id }), z.strictObject({ guestId: id })])
    .describe('Who is to be forgotten.'),
})
export type NewErasure = z.output<typeof newErasure>

export const erasure = z.object({
  events: z.int().describe('Recorded events whose personal fields were blanked.'),
  deliveries: z
    .int()
    .describe('Deliveries whose bodies and answers were blanked; pending ones were cancelled.'),
  conferenceIds: z.array(z.string()).describe('Where the person was.'),
})
export type ErasureView = z.infer<typeof erasure>
