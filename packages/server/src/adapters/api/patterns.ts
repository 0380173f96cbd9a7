import { type Pattern, parsePattern, Refusal } from '@parley/core'
import type { ApiParts } from './parts.ts'

/** What the caller sent as a pattern, as text: an object is written out, a text stays as it is. */
export function patternText(given: unknown): string {
  return typeof given === 'string' ? given : JSON.stringify(given)
}

/** Reads a pattern that stands at `pointer` of the body. Refuses with `invalid` and the exact spot. */
export function readPattern(
  { patternOptions }: Pick<ApiParts, 'patternOptions'>,
  bus: string,
  text: string,
  pointer = '/pattern',
): { pattern: Pattern; warnings: string[] } {
  try {
    const { pattern, warnings } = parsePattern(text, patternOptions(bus))
    return { pattern, warnings: warnings.map((warning) => `${pointer}${warning}`) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw new Refusal(error.code, error.message, {
      ...error.details,
      path: `${pointer}${error.details.path ?? ''}`,
    })
  }
}
