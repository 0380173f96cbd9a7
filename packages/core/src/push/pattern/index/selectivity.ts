import type { Test } from '../pattern.ts'
import type { Conjunct, NumberedTest } from './conjunct.ts'

/** Values that events are thought to have beside those that rules name: what only one rule asks for is no certainty. */
const OTHERS = 4
/** One or two characters tell little apart, and half of all numbers are on either side of a bound. */
const LIKELY = 0.5

/**
 * Guesses how likely an event is to open what waits under a conjunct. Nothing is known of the events, so the rules stand in
 * for them: a value that many rules name is frequent, one of a thousand that are named once each is rare.
 */
export class Selectivity {
  readonly #counts = new Map<number, number>()
  /** By path and kind of test: how many there are. */
  readonly #totals = new Map<string, number>()
  /** By path: bounds of all ranges, sorted. */
  readonly #lows = new Map<number, number[]>()
  readonly #highs = new Map<number, number[]>()

  constructor(rules: readonly { rest: readonly Conjunct[] }[]) {
    for (const { rest } of rules)
      for (const { path, tests } of rest)
        for (const { test, number } of tests) {
          increase(this.#counts, number)
          increase(this.#totals, kindOf(path, test))
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
      const chance = this.#chance(conjunct)
      if (chance < least) [best, least] = [conjunct, chance]
    }
    return best
  }

  #chance({ path, tests }: Conjunct): number {
    let sum = 0
    for (const test of tests) sum += this.#chanceOf(path, test)
    return sum
  }

  #chanceOf(path: number, { test, number }: NumberedTest): number {
    const share = (this.#counts.get(number) ?? 0) / ((this.#totals.get(kindOf(path, test)) ?? 0) + OTHERS)
    switch (test.is) {
      case 'text':
      case 'null':
        return share
      case 'affix':
        return atLeast(share, Math.max(test.prefix.length, test.suffix.length) < 3)
      case 'contains':
        return 2 * atLeast(share, test.part.length < 3)
      case 'cidr':
        return 2 * share
      case 'numeric':
        return atLeast(this.#overlap(path, test), !Number.isFinite(test.low) || !Number.isFinite(test.high))
      case 'but':
        return 1
      case 'exists':
        return test.there ? 0.9 : 0.95
      default:
        return test satisfies never
    }
  }

  /** The share of the ranges on the path that have a number in common with this one, itself included. */
  #overlap(path: number, { low, high }: { low: number; high: number }): number {
    const lows = this.#lows.get(path) ?? []
    const highs = this.#highs.get(path) ?? []
    const apart = countBelow(highs, low) + lows.length - countBelow(lows, high, true)
    return (lows.length - apart) / (lows.length + OTHERS)
  }
}

function kindOf(path: number, test: Test): string {
  return `${path} ${test.is}`
}

function atLeast(chance: number, likely: boolean): number {
  return likely ? Math.max(chance, LIKELY) : chance
}

function increase<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
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
