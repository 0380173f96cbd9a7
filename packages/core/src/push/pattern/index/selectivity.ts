import type { Test } from '../pattern.ts'
import type { Conjunct, NumberedTest } from './conjunct.ts'

/** Tests that hold of nearly everything: only for rules that have nothing better. */
const ABSENT = 1_000_000
const NEARLY_ALL = 100_000
const HALF_OF_ALL = 100

/**
 * Tells how many rules an event would have to be held against in vain, if they were looked up by a conjunct: a value that
 * many rules name brings all of them, one that a single rule names only that. Found by counting the rules themselves, as
 * nothing is known of the events.
 */
export class Selectivity {
  readonly #counts = new Map<number, number>()
  /** By path: bounds of all ranges, sorted. */
  readonly #lows = new Map<number, number[]>()
  readonly #highs = new Map<number, number[]>()

  constructor(rules: readonly { rest: readonly Conjunct[] }[]) {
    for (const { rest } of rules)
      for (const { path, tests } of rest)
        for (const { test, number } of tests) {
          this.#counts.set(number, (this.#counts.get(number) ?? 0) + 1)
          if (test.is !== 'numeric') continue
          append(this.#lows, path, test.low)
          append(this.#highs, path, test.high)
        }
    for (const bounds of [...this.#lows.values(), ...this.#highs.values()])
      bounds.sort((one, other) => (one < other ? -1 : one > other ? 1 : 0))
  }

  /** The conjunct by which a rule is best looked up; null when there is none. */
  best(rest: readonly Conjunct[]): Conjunct | null {
    let best: Conjunct | null = null
    let least = Number.POSITIVE_INFINITY
    for (const conjunct of rest) {
      const cost = this.#cost(conjunct)
      if (cost < least) [best, least] = [conjunct, cost]
    }
    return best
  }

  #cost({ path, tests }: Conjunct): number {
    return tests.reduce((sum, test) => sum + this.#costOf(path, test), 0)
  }

  #costOf(path: number, { test, number }: NumberedTest): number {
    const count = this.#counts.get(number) ?? 1
    switch (test.is) {
      case 'text':
      case 'null':
        return count
      case 'cidr':
        return 2 * count
      case 'affix':
        return 2 * count * shortness(Math.max(test.prefix.length, test.suffix.length))
      case 'contains':
        return 4 * count * shortness(test.part.length)
      case 'numeric':
        return 2 * this.#overlaps(path, test) + (isBounded(test) ? 0 : HALF_OF_ALL)
      case 'but':
        return NEARLY_ALL
      case 'exists':
        return test.there ? NEARLY_ALL : ABSENT
      default:
        return test satisfies never
    }
  }

  /** Ranges on the path that share a number with this one, itself included. */
  #overlaps(path: number, { low, high }: { low: number; high: number }): number {
    const lows = this.#lows.get(path) ?? []
    const highs = this.#highs.get(path) ?? []
    return lows.length - countBelow(highs, low) - (lows.length - countBelow(lows, high, true))
  }
}

function isBounded({ low, high }: Extract<Test, { is: 'numeric' }>): boolean {
  return Number.isFinite(low) && Number.isFinite(high)
}

/** One or two characters tell little apart. */
function shortness(length: number): number {
  return length < 3 ? 50 : 1
}

function append(lists: Map<number, number[]>, path: number, bound: number): void {
  const list = lists.get(path)
  if (list) list.push(bound)
  else lists.set(path, [bound])
}

/** Of sorted numbers, how many are below `bound`; with `too`, how many are not above. */
function countBelow(sorted: readonly number[], bound: number, too = false): number {
  let from = 0
  let to = sorted.length
  while (from < to) {
    const middle = (from + to) >> 1
    const value = sorted[middle] ?? 0
    if (value < bound || (too && value === bound)) from = middle + 1
    else to = middle
  }
  return from
}
