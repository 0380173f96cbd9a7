/** A moment: milliseconds since 1970-01-01 UTC. Plain numbers, so that states and events are plain JSON (docs/decisions/0002). */
export type Instant = number

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
