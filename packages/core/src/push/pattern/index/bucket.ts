import type { Conjunct } from './conjunct.ts'
import type { Shelf } from './shelf.ts'

/** A rule, by its place in the list, and what must still hold of the event. */
export type Waiting = { rule: number; rest: readonly Conjunct[] }

/**
 * Rules that are found together. Most buckets hold one rule, so that one is kept without anything around it: what has to
 * be fetched from memory for each bucket is what an event costs.
 */
export type Bucket = {
  /** Of the event for which it was opened last: everything in it is the same for the whole event. */
  openedFor: number
  /** -1: none. */
  rule: number
  rest: readonly Conjunct[]
  more: Waiting[] | null
  /** Where the rest is too many to be held against the event one by one. */
  next: Stage | null
}

/** Rules by one conjunct each. */
export type Stage = {
  /** Those of which nothing is left to hold. */
  certain: readonly number[]
  shelves: readonly Shelf<Bucket>[]
  byPath: ReadonlyMap<number, Shelf<Bucket>>
  /** Those that have rules that wait for nothing to be there. */
  absent: readonly { path: number; bucket: Bucket }[]
}

const NOTHING: readonly Conjunct[] = []

export function emptyBucket(): Bucket {
  return { openedFor: 0, rule: -1, rest: NOTHING, more: null, next: null }
}

export function put(bucket: Bucket, waiting: Waiting): void {
  if (bucket.rule < 0) {
    bucket.rule = waiting.rule
    bucket.rest = waiting.rest
  } else {
    bucket.more ??= []
    bucket.more.push(waiting)
  }
}

/** Takes everything out. */
export function empty(bucket: Bucket): Waiting[] {
  if (bucket.rule < 0) return []
  const all = [{ rule: bucket.rule, rest: bucket.rest }, ...(bucket.more ?? [])]
  bucket.rule = -1
  bucket.rest = NOTHING
  bucket.more = null
  return all
}
