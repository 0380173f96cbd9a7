import { type Bucket, empty, emptyBucket, put, type Stage, type Waiting } from './bucket.ts'
import type { Conjunct, Conjuncts } from './conjunct.ts'
import { Selectivity } from './selectivity.ts'
import { Shelf } from './shelf.ts'

/** As many are held against an event one by one sooner than they are found. */
const FEW = 8
/** Entries per alternative of all rules together. */
const GROWTH = 4

type Choice = { rule: number; chosen: Conjunct; rest: readonly Conjunct[] }

/**
 * Every rule waits under that one of its conjuncts that the fewest events meet; where many wait under the same, they
 * wait there under their next one, and so on. A rule with several alternatives waits under each of them, at every stage:
 * the budget keeps that from multiplying without end.
 */
export function buildStages(rules: readonly Waiting[], conjuncts: Conjuncts): Stage {
  let budget =
    GROWTH * (rules.length + sum(rules.map(({ rest }) => sum(rest.map(({ tests }) => tests.length)))))

  function stage(choices: readonly Choice[], certain: readonly number[]): Stage {
    const byPath = new Map<number, Shelf<Bucket>>()
    for (const { rule, chosen, rest } of choices) {
      const { path, tests } = chosen
      budget -= tests.length
      const shelf = byPath.get(path) ?? new Shelf<Bucket>(path, emptyBucket)
      byPath.set(path, shelf)
      for (const test of tests) {
        const { bucket, whole } = shelf.bucketFor(test.test, test.number)
        put(bucket, { rule, rest: whole ? rest : conjuncts.list([conjuncts.of(path, [test]), ...rest]) })
      }
    }
    const shelves = [...byPath.values()]
    for (const shelf of shelves) {
      shelf.close()
      shelf.buckets.forEach(sortOut)
    }
    const absent = shelves.flatMap(({ path, absent: bucket }) => (bucket ? [{ path, bucket }] : []))
    return { certain, shelves, byPath, absent }
  }

  function sortOut(bucket: Bucket): void {
    if ((bucket.more?.length ?? 0) < FEW) return
    const waiting = empty(bucket)
    const choices = choose(waiting)
    const entries = sum(choices.map(({ chosen }) => chosen.tests.length))
    if (choices.length <= FEW || entries > budget) for (const one of waiting) put(bucket, one)
    else bucket.next = stage(choices, certainOf(waiting))
  }

  function choose(waiting: readonly Waiting[]): Choice[] {
    const selectivity = new Selectivity(waiting)
    return waiting.flatMap(({ rule, rest }) => {
      const chosen = selectivity.best(rest)
      if (!chosen) return []
      return [{ rule, chosen, rest: conjuncts.list(rest.filter((conjunct) => conjunct !== chosen)) }]
    })
  }

  return stage(choose(rules), certainOf(rules))
}

function certainOf(waiting: readonly Waiting[]): number[] {
  return waiting.filter(({ rest }) => rest.length === 0).map(({ rule }) => rule)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}
