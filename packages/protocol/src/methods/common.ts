import { z } from 'zod'
import { confId, idemKey, memberId, memberRef } from '../ids.ts'

/** Every state-changing method of a conference returns at least this. */
export const versionResult = z.object({ version: z.int().min(0) })

export const nothing = z.object({})

export const onConference = z.object({ confId, idemKey })

/** Absent memberIds = oneself. */
export const onMembers = onConference.extend({ memberIds: z.array(memberRef).min(1).max(1000).optional() })

/** One line per memberId asked for: 200, 612 or 603 ([WC] 4.6). */
export const perMember = z.array(z.object({ memberId: z.union([memberId, z.string()]), code: z.int() }))
export type PerMember = z.infer<typeof perMember>
