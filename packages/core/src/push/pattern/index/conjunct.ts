import { holds } from '../holds.ts'
import type { Fields, Pattern, Test } from '../pattern.ts'
import { Many, type Paths } from './paths.ts'

/** One field of a pattern: one of the tests must hold of what is at the path. */
export type Conjunct = {
  readonly number: number
  readonly path: number
  readonly tests: readonly NumberedTest[]
  /** More texts than are compared one by one. They are among `tests` too. */
  readonly texts: ReadonlySet<string> | null
  /** The event that it was held against last, and what came of it: rules that ask the same ask once. */
  checkedFor: number
  held: boolean
}

/** Equal tests of equal paths have the same number, over all patterns of an index. */
export type NumberedTest = { test: Test; number: number }

const FEW_TEXTS = 4

/**
 * Keeps equal conjuncts, and equal lists of them, as one: rules are many, what they ask is less. What all share stays near
 * the processor, and with ten thousand rules that is what an event costs.
 */
export class Conjuncts {
  readonly #tests = new Map<string, NumberedTest>()
  readonly #conjuncts = new Map<string, Conjunct>()
  readonly #lists = new Map<string, readonly Conjunct[]>()

  of(path: number, tests: readonly NumberedTest[]): Conjunct {
    const own = [...new Set(tests)]
    const key = `${path} ${own.map(({ number }) => number).join()}`
    let known = this.#conjuncts.get(key)
    if (!known) {
      const texts = own.flatMap(({ test }) => (test.is === 'text' ? [test.text] : []))
      known = {
        number: this.#conjuncts.size,
        path,
        tests: own,
        texts: texts.length > FEW_TEXTS ? new Set(texts) : null,
        checkedFor: 0,
        held: false,
      }
      this.#conjuncts.set(key, known)
    }
    return known
  }

  test(path: number, test: Test): NumberedTest {
    const key = `${path} ${keyOf(test)}`
    let known = this.#tests.get(key)
    if (!known) {
      known = { test, number: this.#tests.size }
      this.#tests.set(key, known)
    }
    return known
  }

  list(conjuncts: readonly Conjunct[]): readonly Conjunct[] {
    const key = conjuncts.map(({ number }) => number).join()
    const known = this.#lists.get(key)
    if (known) return known
    this.#lists.set(key, conjuncts)
    return conjuncts
  }

  /** The fields of a pattern, with the objects around them taken away. */
  ofPattern(pattern: Pattern, paths: Paths): readonly Conjunct[] {
    const found: Conjunct[] = []
    const collect = (fields: Fields, keys: readonly string[]): void => {
      for (const [key, field] of fields) {
        if (field.is === 'object') collect(field.fields, [...keys, key])
        else {
          const path = paths.at([...keys, key])
          const tests = field.alternatives.flatMap((one) => one.tests.map((test) => this.test(path, test)))
          found.push(this.of(path, tests))
        }
      }
    }
    collect(pattern, [])
    return this.list(found)
  }
}

/** Of what the event has at the conjunct's path. */
export function conjunctHolds(conjunct: Conjunct, value: unknown, eventNo: number): boolean {
  if (conjunct.checkedFor === eventNo) return conjunct.held
  conjunct.checkedFor = eventNo
  conjunct.held = check(conjunct, value)
  return conjunct.held
}

function check(conjunct: Conjunct, value: unknown): boolean {
  if (!(value instanceof Many)) return someHolds(conjunct, value)
  if (value.missing && someHolds(conjunct, undefined)) return true
  return value.values.some((one) => someHolds(conjunct, one))
}

function someHolds({ tests, texts }: Conjunct, value: unknown): boolean {
  if (texts !== null && typeof value === 'string' && texts.has(value)) return true
  for (const { test } of tests) if (holds(test, value)) return true
  return false
}

/** The frequent kinds without a detour: there are many thousands. */
function keyOf(test: Test): string {
  if (test.is === 'text') return `=${test.text}`
  if (test.is === 'numeric') return `#${test.low} ${test.high} ${test.except.join()}`
  return JSON.stringify(test, (_, value: unknown) => (value instanceof Set ? [...value].sort() : value))
}
