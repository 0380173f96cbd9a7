import { holds } from '../holds.ts'
import type { Fields, Pattern, Test } from '../pattern.ts'
import { Many, type Paths } from './paths.ts'

/** One field of a pattern: one of the tests must hold of what is at the path. */
export type Conjunct = {
  path: number
  tests: readonly NumberedTest[]
}

/** Equal tests of equal paths have the same number, over all patterns of an index. */
export type NumberedTest = { test: Test; number: number }

/** Numbers tests, so that rules that ask the same are seen to. */
export class TestNumbers {
  readonly #known = new Map<string, NumberedTest>()

  of(path: number, test: Test): NumberedTest {
    const key = `${path} ${keyOf(test)}`
    let numbered = this.#known.get(key)
    if (!numbered) {
      numbered = { test, number: this.#known.size }
      this.#known.set(key, numbered)
    }
    return numbered
  }
}

/** The fields of a pattern, with the objects around them taken away. */
export function conjunctsOf(pattern: Pattern, paths: Paths, numbers: TestNumbers): Conjunct[] {
  const found: Conjunct[] = []
  collect(pattern, [])
  return found

  function collect(fields: Fields, keys: readonly string[]): void {
    for (const [key, field] of fields) {
      if (field.is === 'object') collect(field.fields, [...keys, key])
      else {
        const path = paths.at([...keys, key])
        const tests = field.alternatives.flatMap((one) => one.tests.map((test) => numbers.of(path, test)))
        found.push({ path, tests: [...new Set(tests)] })
      }
    }
  }
}

/** Of a value that was read at the conjunct's path. */
export function conjunctHolds({ tests }: Conjunct, value: unknown): boolean {
  if (!(value instanceof Many)) return someHolds(tests, value)
  return value.values.some((one) => someHolds(tests, one)) || (value.missing && someHolds(tests, undefined))
}

function someHolds(tests: readonly NumberedTest[], value: unknown): boolean {
  for (const { test } of tests) if (holds(test, value)) return true
  return false
}

function keyOf(test: Test): string {
  return JSON.stringify(test, (_, value: unknown) => {
    if (value instanceof Set) return [...value].sort()
    // JSON knows no infinity, and both are bounds.
    return typeof value === 'number' ? String(value) : value
  })
}
