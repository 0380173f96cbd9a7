import { explainTest } from './explain-test.ts'
import { below } from './fault.ts'
import { holds } from './holds.ts'
import { memberOf, openData } from './matchable.ts'
import { fieldHolds } from './matches.ts'
import type { Alternative, Field, Fields, Matchable, Pattern } from './pattern.ts'

export type Explanation = {
  matched: boolean
  /** One for each array of alternatives, in the order of the pattern. */
  fields: FieldExplanation[]
}

export type FieldExplanation = {
  /** Of the field in the pattern. */
  pointer: string
  matched: boolean
  /** As it was written: `"join" or {"prefix":"le"}`. */
  expected: string
  /** What the event has there. `pointer`: where; `there` false: it has nothing. */
  actual: { pointer: string; there: boolean; value?: unknown }
  /** One sentence. */
  why: string
  alternatives: AlternativeExplanation[]
}

export type AlternativeExplanation = {
  /** Of the alternative in the pattern. */
  pointer: string
  matched: boolean
  /** One clause: `"join" is not "leave"`. */
  why: string
}

type Spot = { inPattern: string; inEvent: string }

/** Holds a pattern against one event and says of every field why it matches or not. Agrees with `matches`. */
export function explain(pattern: Pattern, event: Matchable): Explanation {
  const fields = explainFields(pattern, openData(event), { inPattern: '', inEvent: '' })
  return { matched: fields.every(({ matched }) => matched), fields }
}

function explainFields(fields: Fields, object: unknown, spot: Spot): FieldExplanation[] {
  return [...fields].flatMap(([key, field]) =>
    explainField(field, memberOf(object, key), {
      inPattern: below(spot.inPattern, key),
      inEvent: below(spot.inEvent, key),
    }),
  )
}

function explainField(field: Field, value: unknown, spot: Spot): FieldExplanation[] {
  if (field.is === 'leaf') return [explainLeaf(field.alternatives, value, spot)]
  if (!Array.isArray(value) || value.length === 0) return explainFields(field.fields, value, spot)
  return explainElements(field.fields, value, spot)
}

/** All fields must hold in one element: that of which the most do tells what is missing; the first of equals. */
function explainElements(fields: Fields, elements: readonly unknown[], spot: Spot): FieldExplanation[] {
  let best = 0
  let most = -1
  for (const [index, element] of elements.entries()) {
    const holding = [...fields].filter(([key, field]) => fieldHolds(field, memberOf(element, key))).length
    if (holding > most) [best, most] = [index, holding]
    if (holding === fields.size) break
  }
  return explainFields(fields, elements[best], { ...spot, inEvent: below(spot.inEvent, best) })
}

function explainLeaf(alternatives: readonly Alternative[], value: unknown, spot: Spot): FieldExplanation {
  const explained = alternatives.map((alternative, index) =>
    explainAlternative(alternative, value, { ...spot, inPattern: below(spot.inPattern, index) }),
  )
  const holding = explained.find(({ matched }) => matched)
  return {
    pointer: spot.inPattern,
    matched: holding !== undefined,
    expected: alternatives.map(({ said }) => said).join(' or '),
    actual:
      value === undefined
        ? { pointer: spot.inEvent, there: false }
        : { pointer: spot.inEvent, there: true, value },
    why: holding ? holding.why : [...new Set(explained.map(({ why }) => why))].join('; '),
    alternatives: explained,
  }
}

function explainAlternative(
  { said, tests }: Alternative,
  value: unknown,
  spot: Spot,
): AlternativeExplanation {
  const test = tests.find((one) => holds(one, value)) ?? tests[0]!
  const matched = holds(test, value)
  return { pointer: spot.inPattern, matched, why: explainTest({ test, said, matched }, value, spot.inEvent) }
}
