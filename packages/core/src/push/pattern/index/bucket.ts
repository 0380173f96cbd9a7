import type { Conjunct } from './conjunct.ts'
import type { Shelf } from './shelf.ts'

/** A rule, by its place in the list, and what must still hold. */
export type Waiting = { rule: number; rest: readonly Conjunct[] }

/** Rules that are found together. */
export type Bucket = {
  /** Of the event for which it was opened last: everything in it is the same for the whole event. */
  openedFor: number
  /** Nothing more must hold. */
  certain: number[]
  /** Few: held against the event one by one. */
  candidates: Waiting[]
  /** Many: found by their next conjunct. */
  next: Stage | null
}

/** Rules by one conjunct each. */
export type Stage = {
  certain: readonly number[]
  shelves: readonly Shelf[]
  byPath: ReadonlyMap<number, Shelf>
  /** Those that have rules that wait for nothing to be there. */
  absent: readonly { path: number; bucket: Bucket }[]
}
