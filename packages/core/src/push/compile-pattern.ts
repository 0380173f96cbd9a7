import { twinOf } from './aliases.ts'
import { type Alternative, type Matchable, PATTERN_FIELDS, type Pattern } from './pattern.ts'

/** Prepares a pattern for many events, aliases included. */
export function compilePattern(pattern: Pattern): (event: Matchable) => boolean {
  const tests = PATTERN_FIELDS.flatMap((field) => {
    const alternatives = pattern[field]
    if (!alternatives) return []
    const all = alternatives.flatMap((one) => [one, twinOf(field, one) ?? []].flat())
    const exact = new Set(all.filter((one) => typeof one === 'string'))
    const affixes = all.filter((one) => typeof one !== 'string')
    return [
      (event: Matchable) => {
        const value = event[field]
        return exact.has(value) || affixes.some((affix) => holds(affix, value))
      },
    ]
  })
  return (event) => tests.every((test) => test(event))
}

export function matches(pattern: Pattern, event: Matchable): boolean {
  return compilePattern(pattern)(event)
}

function holds(affix: Exclude<Alternative, string>, value: string): boolean {
  if ('prefix' in affix && !value.startsWith(affix.prefix)) return false
  return affix.suffix === undefined || value.endsWith(affix.suffix)
}
