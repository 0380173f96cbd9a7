/**
 * How good a line is, from 5 (very good) to 1 (unusable), 0 while nothing is known: the level of `quality.changed` and of the
 * marks on the page ([WC] 8.8, thresholds ours). A page judges its own line, each direction for itself.
 */
export type LineMeasure = {
  /** Percent of packets lost, 0-100; null: no packets to judge by, so the direction is unknown. */
  loss: number | null
  /** ms; null: not measured, does not count. */
  rttMs: number | null
  jitterMs: number | null
}

export type NetworkLevel = 0 | 1 | 2 | 3 | 4 | 5

/** Below all three bounds of a row the line has its level, or a better one. */
export const networkLevels = [
  { level: 5, lossBelow: 1, rttBelowMs: 150, jitterBelowMs: 30 },
  { level: 4, lossBelow: 3, rttBelowMs: 250, jitterBelowMs: 50 },
  { level: 3, lossBelow: 6, rttBelowMs: 400, jitterBelowMs: 80 },
  { level: 2, lossBelow: 12, rttBelowMs: 800, jitterBelowMs: 150 },
] as const

export const networkLevelOf = ({ loss, rttMs, jitterMs }: LineMeasure): NetworkLevel => {
  if (loss === null) return 0
  const row = networkLevels.find(
    ({ lossBelow, rttBelowMs, jitterBelowMs }) =>
      loss < lossBelow && (rttMs ?? 0) < rttBelowMs && (jitterMs ?? 0) < jitterBelowMs,
  )
  return row?.level ?? 1
}
