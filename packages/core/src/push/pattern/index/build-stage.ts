import type { Bucket, Stage, Waiting } from './bucket.ts'
import type { Conjunct } from './conjunct.ts'
import { Selectivity } from './selectivity.ts'
import { Shelf } from './shelf.ts'

/** As many are held against an event one by one sooner than they are found. */
const FEW = 8
/** Entries per alternative of all rules together. */
const GROWTH = 16

/**
 * Every rule waits under that one of its conjuncts that the fewest others share; where many wait under the same, they
 * wait there under their next one, and so on. A rule with several alternatives waits under each of them, at every stage:
 * the budget keeps that from multiplying without end.
 */
export function buildStages(rules: readonly Waiting[]): Stage {
  let budget = rules.reduce(
    (sum, { rest }) => sum + GROWTH * rest.reduce((all, { tests }) => all + tests.length, 1),
    0,
  )

  function stage(choices: readonly Choice[], certain: readonly number[]): Stage {
    const byPath = new Map<number, Shelf>()
    for (const { rule, chosen, rest } of choices) {
      budget -= chosen.tests.length
      let shelf = byPath.get(chosen.path)
      if (!shelf) {
        shelf = new Shelf(chosen.path, emptyBucket)
        byPath.set(chosen.path, shelf)
      }
      for (const one of chosen.tests) {
        const { bucket, whole } = shelf.bucketFor(one.test, one.number)
        const left = whole ? rest : [{ path: chosen.path, tests: [one] }, ...rest]
        if (left.length === 0) bucket.certain.push(rule)
        else bucket.candidates.push({ rule, rest: left })
      }
    }
    for (const shelf of byPath.values()) {
      shelf.close()
      shelf.buckets.forEach(sortOut)
    }
    const shelves = [...byPath.values()]
    return {
      certain,
      shelves,
      byPath,
      absent: shelves.flatMap(({ path, absent }) => (absent ? [{ path, bucket: absent }] : [])),
    }
  }

  function sortOut(bucket: Bucket): void {
    if (bucket.candidates.length <= FEW) return
    const choices = choose(bucket.candidates)
    if (choices.reduce((sum, { chosen }) => sum + chosen.tests.length, 0) > budget) return
    bucket.candidates = []
    bucket.next = stage(choices, [])
  }

  const waiting = rules.filter(({ rest }) => rest.length > 0)
  const certain = rules.filter(({ rest }) => rest.length === 0).map(({ rule }) => rule)
  return stage(choose(waiting), certain)
}

type Choice = { rule: number; chosen: Conjunct; rest: readonly Conjunct[] }

/** All of `waiting` have something left. */
function choose(waiting: readonly Waiting[]): Choice[] {
  const selectivity = new Selectivity(waiting)
  return waiting.flatMap(({ rule, rest }) => {
    const [first, ...others] = rest
    if (!first) return []
    let chosen = first
    let least = selectivity.cost(first)
    for (const conjunct of others) {
      const cost = selectivity.cost(conjunct)
      if (cost < least) [chosen, least] = [conjunct, cost]
    }
    return [{ rule, chosen, rest: rest.filter((conjunct) => conjunct !== chosen) }]
  })
}

function emptyBucket(): Bucket {
  return { openedFor: 0, certain: [], candidates: [], next: null }
}
