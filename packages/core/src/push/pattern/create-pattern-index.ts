import { addressBits } from './cidr.ts'
import { holdsOfScalar } from './holds.ts'
import type { Bucket, Stage } from './index/bucket.ts'
import { buildStages } from './index/build-stage.ts'
import { type Conjunct, Conjuncts, conjunctHolds } from './index/conjunct.ts'
import { inOrder } from './index/in-order.ts'
import { Many, Paths, Reading } from './index/paths.ts'
import type { Shelf } from './index/shelf.ts'
import { openData } from './matchable.ts'
import { matches } from './matches.ts'
import type { Matchable, Pattern } from './pattern.ts'

export type PatternIndex<K> = {
  /** The keys of the patterns that the event matches, in the order in which they were given. */
  match(event: Matchable): K[]
  size: number
}

/**
 * Compiles any number of patterns into one, so that an event costs what it has to be read and what it matches, hardly what
 * there is. Says the same as `matches` for each. Building is about linear in the patterns; a change needs a new index.
 */
export function createPatternIndex<K>(entries: Iterable<{ key: K; pattern: Pattern }>): PatternIndex<K> {
  const given = [...entries]
  const keys = given.map(({ key }) => key)
  const patterns = given.map(({ pattern }) => pattern)
  const { root, paths } = compile(patterns)
  const reading = new Reading(paths.count)
  let eventNo = 0
  let found: number[] = []

  function match(event: Matchable): K[] {
    const opened = openData(event)
    eventNo += 1
    try {
      paths.read(opened, reading)
      enter(root)
      // Of an array of objects different elements may have answered: all must hold in one.
      if (reading.scattered) found = found.filter((rule) => matches(patterns[rule]!, opened))
      return inOrder(found).map((rule) => keys[rule]!)
    } finally {
      reading.clear()
      found = []
    }
  }

  function enter({ certain, shelves, byPath, absent }: Stage): void {
    for (const rule of certain) found.push(rule)
    if (shelves.length <= 2 * reading.found.length) {
      for (const shelf of shelves) look(shelf, reading.values[shelf.path])
    } else {
      for (const path of reading.found) {
        const shelf = byPath.get(path)
        if (shelf) look(shelf, reading.values[path])
      }
    }
    for (const { path, bucket } of absent) {
      const value = reading.values[path]
      if (value === undefined || (value instanceof Many && value.missing)) open(bucket)
    }
  }

  function look(shelf: Shelf<Bucket>, value: unknown): void {
    if (value === undefined) return
    if (typeof value === 'object' && value instanceof Many) {
      for (const one of value.values) lookAtOne(shelf, one)
    } else lookAtOne(shelf, value)
  }

  function lookAtOne(shelf: Shelf<Bucket>, value: unknown): void {
    if (shelf.present) open(shelf.present)
    if (Array.isArray(value)) for (const element of value) lookUp(shelf, element)
    else lookUp(shelf, value)
  }

  function lookUp(shelf: Shelf<Bucket>, value: unknown): void {
    if (typeof value === 'string') lookUpText(shelf, value)
    else if (typeof value === 'number') {
      open(shelf.numbers?.get(value))
      shelf.ranges?.at(value, open)
    } else if (value === null) open(shelf.nulls)
    else if (typeof value === 'boolean') open(shelf.texts?.get(String(value)))
    else return
    if (shelf.buts) for (const { test, bucket } of shelf.buts) if (holdsOfScalar(test, value)) open(bucket)
  }

  function lookUpText(shelf: Shelf<Bucket>, text: string): void {
    open(shelf.texts?.get(text))
    shelf.prefixes?.walk(text, open)
    shelf.suffixes?.walk(text, open)
    if (shelf.parts) for (let start = 0; start < text.length; start += 1) shelf.parts.walk(text, open, start)
    if (shelf.networks) {
      const bits = addressBits(text)
      if (bits !== null) shelf.networks.walk(bits, open)
    }
  }

  function open(bucket: Bucket | null | undefined): void {
    if (!bucket || bucket.openedFor === eventNo) return
    bucket.openedFor = eventNo
    if (bucket.rule >= 0 && allHold(bucket.rest)) found.push(bucket.rule)
    if (bucket.more) for (const { rule, rest } of bucket.more) if (allHold(rest)) found.push(rule)
    if (bucket.next) enter(bucket.next)
  }

  function allHold(rest: readonly Conjunct[]): boolean {
    for (const conjunct of rest)
      if (!conjunctHolds(conjunct, reading.values[conjunct.path], eventNo)) return false
    return true
  }

  return { match, size: keys.length }
}

/** Apart, so that nothing of what only building needs is kept. */
function compile(patterns: readonly Pattern[]): { root: Stage; paths: Paths } {
  const paths = new Paths()
  const conjuncts = new Conjuncts()
  const rules = patterns.map((pattern, rule) => ({ rule, rest: conjuncts.ofPattern(pattern, paths) }))
  return { root: buildStages(rules, conjuncts), paths }
}
