import { MINUTE } from '@parley/core'

/** [AL] 3.9. */
export const MOST_BUSES = 50
export const MOST_RULES = 1_000
export const MOST_TARGETS = 5
export const MOST_EVENTS = 16
export const MOST_EVENT_BYTES = 256 * 1024
export const MOST_BATCH_BYTES = 1024 * 1024
/** So that what is a little too large is told so by its code. */
export const BODY_LIMIT_BYTES = 2 * MOST_BATCH_BYTES

/** Entries of one page. */
export const MOST_ITEMS = 100
/** What a target had when it was deleted holds for one that comes back under its name this soon ([AL] 3.2). */
export const RESTORED_WITHIN_MS = 10 * MINUTE
