import { MINUTE, MOST_BATCH_BYTES } from '@parley/core'

/** So that what is a little too large is told so by its code. */
export const BODY_LIMIT_BYTES = 2 * MOST_BATCH_BYTES

/** Entries of one page. */
export const MOST_ITEMS = 100
/** What a target had when it was deleted holds for one that comes back under its name this soon ([AL] 3.2). */
export const RESTORED_WITHIN_MS = 10 * MINUTE
