/** What an installation takes ([AL] 3.9). Buses beside the built-in ones… */
export const MOST_BUSES = 50
/** …rules on one bus… */
export const MOST_RULES = 1_000
/** …targets of one rule… */
export const MOST_TARGETS = 5
/** …events that a publisher sends at once, all together and each of these sizes as JSON. */
export const MOST_EVENTS_AT_ONCE = 16
export const MOST_BATCH_BYTES = 1024 * 1024
export const MOST_EVENT_BYTES = 256 * 1024

/** What a bus or a rule may be called ([AL] 3.1, 3.9). */
export const NAME_SHAPE = /^[A-Za-z0-9][A-Za-z0-9-]{0,126}$/

/** Names of buses that begin so belong to the cloud ([AL] 3.9). */
export const RESERVED_BUS_NAMES = /^eventbridge-reserved-/i
