import { z } from 'zod'

/** [WC] 1.6: ours are 9 decimal digits; the wider form is accepted so that an unknown one is 732 and not a bad parameter. */
export const confId = z.string().regex(/^[0-9A-Za-z_-]{1,32}$/)

/** Our ParticipantId: 32 hexadecimal digits, stable for one person in one run of a conference. */
export const memberId = z.string().regex(/^[0-9a-f]{32}$/)
export type MemberId = string

/** A memberId given by a caller: an ill-formed one names nobody (612) and is no schema error. */
export const memberRef = z.string().min(1).max(64)

/** Epoch milliseconds. */
export const instant = z.int()

/** `{memberId}-{joinCount}`: the published media of one join of one member. */
export const feedIdOf = (id: MemberId, joinCount: number): string => `${id}-${joinCount}`

/** A state-changing call repeated with the same key within 10 minutes gets the stored answer ([WC] 4.1). */
export const idemKey = z.string().min(1).max(64).optional()
