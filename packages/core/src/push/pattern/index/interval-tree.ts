export type Interval<T> = { low: number; high: number; value: T }

type Knot<T> = {
  center: number
  /** Those that hold the center: from the lowest low up, and from the highest high down. */
  byLow: readonly Interval<T>[]
  byHigh: readonly Interval<T>[]
  below: Knot<T> | null
  above: Knot<T> | null
}

/** Finds which of many intervals, bounds included, hold a number: as many steps as there are hits, and a few. */
export class IntervalTree<T> {
  readonly #root: Knot<T> | null

  constructor(intervals: readonly Interval<T>[]) {
    this.#root = knot(intervals)
  }

  at(value: number, hit: (value: T) => void): void {
    let here = this.#root
    while (here) {
      if (value < here.center) {
        for (const interval of here.byLow) {
          if (interval.low > value) break
          hit(interval.value)
        }
        here = here.below
      } else {
        for (const interval of here.byHigh) {
          if (interval.high < value) break
          hit(interval.value)
        }
        here = value > here.center ? here.above : null
      }
    }
  }
}

function knot<T>(intervals: readonly Interval<T>[]): Knot<T> | null {
  const [first] = intervals
  if (!first) return null
  const ends = intervals.flatMap(({ low, high }) => [low, high]).filter(Number.isFinite)
  ends.sort((one, other) => one - other)
  // It is inside at least one of them, which is thereby out of the rest.
  const center = ends[ends.length >> 1] ?? Math.max(first.low, Math.min(first.high, 0))
  const here = intervals.filter(({ low, high }) => low <= center && high >= center)
  return {
    center,
    byLow: here.toSorted((one, other) => order(one.low, other.low)),
    byHigh: here.toSorted((one, other) => order(other.high, one.high)),
    below: knot(intervals.filter(({ high }) => high < center)),
    above: knot(intervals.filter(({ low }) => low > center)),
  }
}

/** Not by subtraction: an infinity less itself is no number. */
function order(one: number, other: number): number {
  return one < other ? -1 : one > other ? 1 : 0
}
