import { holds } from './holds.ts'
import { memberOf, openData } from './matchable.ts'
import type { Field, Fields, Matchable, Pattern } from './pattern.ts'

/** The plain reading of [AL] 2.1: every other matcher must say the same. For many patterns there is the index. */
export function matches(pattern: Pattern, event: Matchable): boolean {
  return allHold(pattern, openData(event))
}

/** Whether all fields hold of one object. What is no object has no members. */
export function allHold(fields: Fields, object: unknown): boolean {
  for (const [key, field] of fields) if (!fieldHolds(field, memberOf(object, key))) return false
  return true
}

export function fieldHolds(field: Field, value: unknown): boolean {
  if (field.is === 'leaf')
    return field.alternatives.some(({ tests }) => tests.some((test) => holds(test, value)))
  return Array.isArray(value) && value.length > 0
    ? value.some((element) => allHold(field.fields, element))
    : allHold(field.fields, value)
}
