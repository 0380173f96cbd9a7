import type { CloseReaction } from '@parley/protocol'

/** [WC] 4.8: 0.5 s × 2ⁿ with full jitter, at most 15 s, for 10 minutes. */
export const backOff = { firstMs: 500, capMs: 15_000, giveUpMs: 600_000 } as const

/** A connection that lived this long counts as recovered: the next loss starts from the beginning. */
export const stableMs = 10_000

type When = Extract<CloseReaction, { do: 'reconnect' }>['when']

/** Milliseconds until attempt number `attempt` (from 0) after a loss. */
export const delayOf = (when: When, attempt: number, random: () => number): number => {
  const backedOff = random() * Math.min(backOff.capMs, backOff.firstMs * 2 ** attempt)
  if (when === 'back-off') return backedOff
  // At once, but not all thousand pages of a node in the same millisecond; a second failure is met like any other.
  if (when === 'at-once') return attempt === 0 ? random() * backOff.firstMs : backedOff
  return when.afterMs + backedOff
}
