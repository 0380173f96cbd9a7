import { memberOf } from '../matchable.ts'
import type { Matchable } from '../pattern.ts'

/** Where the patterns of an index look; each place that has a leaf is numbered. */
type Place = {
  key: string
  /** Every object seems to have it: only an own member counts. */
  inherited: boolean
  /** -1: no pattern has a leaf here. */
  path: number
  children: Place[]
  byKey: Map<string, Place>
}

/** What one path leads to in an event when an array of objects lies on it. */
export class Many {
  readonly values: unknown[] = []
  /** Some element has nothing there. */
  missing = false
}

/** With more children than this it is cheaper to go through the keys of the object. */
const FEW_CHILDREN = 32

/** Numbers the paths of many patterns, and reads all of them out of an event in one walk. */
export class Paths {
  readonly #root = place('')
  #count = 0

  /** The number of a leaf, made at first. */
  at(keys: readonly string[]): number {
    let here = this.#root
    for (const key of keys) {
      let child = here.byKey.get(key)
      if (!child) {
        child = place(key)
        here.byKey.set(key, child)
        here.children.push(child)
      }
      here = child
    }
    if (here.path < 0) here.path = this.#count++
    return here.path
  }

  get count(): number {
    return this.#count
  }

  read(event: Matchable, into: Reading): void {
    readObject(this.#root, event, into)
  }
}

/** What one event has under the numbered paths. Used again for every event: nothing is made for what is not there. */
export class Reading {
  /** By path; undefined: the event has nothing there. */
  readonly values: unknown[]
  /** Paths that have a value. */
  readonly found: number[] = []
  /** Some path led through an array of objects, so that fields may have been found in different elements. */
  scattered = false

  constructor(count: number) {
    this.values = Array.from({ length: count })
  }

  set(path: number, value: unknown): void {
    this.values[path] = value
    this.found.push(path)
  }

  many(path: number): Many {
    const known = this.values[path]
    if (known instanceof Many) return known
    const made = new Many()
    this.set(path, made)
    return made
  }

  clear(): void {
    for (const path of this.found) this.values[path] = undefined
    this.found.length = 0
    this.scattered = false
  }
}

function place(key: string): Place {
  return { key, inherited: key in {}, path: -1, children: [], byKey: new Map() }
}

function readObject(here: Place, object: Readonly<Record<string, unknown>>, into: Reading): void {
  if (here.children.length <= FEW_CHILDREN) {
    for (const child of here.children) {
      if (child.inherited && !Object.hasOwn(object, child.key)) continue
      readMember(child, object[child.key], into)
    }
    return
  }
  for (const key of Object.keys(object)) {
    const child = here.byKey.get(key)
    if (child) readMember(child, object[key], into)
  }
}

function readMember(child: Place, value: unknown, into: Reading): void {
  if (value === undefined) return
  if (child.path >= 0) into.set(child.path, value)
  if (child.children.length === 0 || typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) readObject(child, value as Record<string, unknown>, into)
  else if (value.length > 0) {
    into.scattered = true
    for (const element of value) readElement(child, element, into)
  }
}

/** Below an array: what is missing in one element may be there in another. */
function readElement(here: Place, element: unknown, into: Reading): void {
  for (const child of here.children) {
    const value = memberOf(element, child.key)
    if (child.path >= 0) {
      const many = into.many(child.path)
      if (value === undefined) many.missing = true
      else many.values.push(value)
    }
    if (child.children.length === 0) continue
    if (Array.isArray(value) && value.length > 0) for (const inner of value) readElement(child, inner, into)
    else readElement(child, value, into)
  }
}
