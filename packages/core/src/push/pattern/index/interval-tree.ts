export type Interval<T> = { low: number; high: number; value: T }

/**
 * Finds which of many intervals, bounds included, hold a number: as many steps as there are hits, and a few. Knots of a
 * balanced tree; each keeps the intervals that hold its center twice, from the lowest low up and from the highest high
 * down. All in flat lists, level by level: the steps of thousands of intervals stay within a few cache lines.
 */
export class IntervalTree<T> {
  readonly #centers: Float64Array
  /** By knot: the knots below and above it; 0: none, as the first knot is nobody's child. */
  readonly #below: Int32Array
  readonly #above: Int32Array
  /** Where the intervals of a knot begin in the lists; they end where those of the next begin. */
  readonly #starts: Int32Array
  readonly #lows: Float64Array
  readonly #highs: Float64Array
  readonly #byLow: readonly T[]
  readonly #byHigh: readonly T[]

  constructor(intervals: readonly Interval<T>[]) {
    const knots = levels(intervals)
    this.#centers = Float64Array.from(knots, ({ center }) => center)
    this.#below = Int32Array.from(knots, ({ below }) => below)
    this.#above = Int32Array.from(knots, ({ above }) => above)
    let count = 0
    this.#starts = Int32Array.from([...knots, { here: [] }], ({ here }) => {
      count += here.length
      return count - here.length
    })
    const byLow = knots.flatMap(({ here }) => here.toSorted((one, other) => order(one.low, other.low)))
    const byHigh = knots.flatMap(({ here }) => here.toSorted((one, other) => order(other.high, one.high)))
    this.#lows = Float64Array.from(byLow, ({ low }) => low)
    this.#highs = Float64Array.from(byHigh, ({ high }) => high)
    this.#byLow = byLow.map(({ value }) => value)
    this.#byHigh = byHigh.map(({ value }) => value)
  }

  at(value: number, hit: (value: T) => void): void {
    if (this.#centers.length === 0) return
    let knot = 0
    do {
      const center = this.#centers[knot]!
      const end = this.#starts[knot + 1]!
      let at = this.#starts[knot]!
      if (value < center) {
        for (; at < end && this.#lows[at]! <= value; at += 1) hit(this.#byLow[at]!)
        knot = this.#below[knot]!
      } else {
        for (; at < end && this.#highs[at]! >= value; at += 1) hit(this.#byHigh[at]!)
        knot = value > center ? this.#above[knot]! : 0
      }
    } while (knot > 0)
  }
}

type Knot<T> = { center: number; here: Interval<T>[]; below: number; above: number }

/** The root first, then its children, then theirs. */
function levels<T>(intervals: readonly Interval<T>[]): Knot<T>[] {
  const knots: Knot<T>[] = []
  const waiting: { intervals: readonly Interval<T>[]; at: (knot: number) => void }[] = [
    { intervals, at: () => {} },
  ]
  for (const { intervals: left, at } of waiting) {
    const [first] = left
    if (!first) continue
    const center = centerOf(left, first)
    const knot = {
      center,
      here: left.filter((one) => one.low <= center && one.high >= center),
      below: 0,
      above: 0,
    }
    at(knots.length)
    knots.push(knot)
    waiting.push(
      {
        intervals: left.filter(({ high }) => high < center),
        at: (number) => {
          knot.below = number
        },
      },
      {
        intervals: left.filter(({ low }) => low > center),
        at: (number) => {
          knot.above = number
        },
      },
    )
  }
  return knots
}

/** The middle of all bounds. It is inside at least one of the intervals, which is thereby out of the rest. */
function centerOf(intervals: readonly Interval<unknown>[], first: Interval<unknown>): number {
  const bounds = intervals.flatMap(({ low, high }) => [low, high]).filter(Number.isFinite)
  bounds.sort((one, other) => one - other)
  return bounds[bounds.length >> 1] ?? Math.max(first.low, Math.min(first.high, 0))
}

/** Not by subtraction: an infinity less itself is no number. */
function order(one: number, other: number): number {
  return one < other ? -1 : one > other ? 1 : 0
}
