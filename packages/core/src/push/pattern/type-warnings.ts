import { holdsOfScalar } from './holds.ts'
import { nearest } from './nearest.ts'
import type { Alternative, Test } from './pattern.ts'

/** Why an alternative on `type` can never matter, when `types` are all there are; null when it can. */
export function warnOfType({ tests }: Alternative, types: readonly string[]): string | null {
  const named = tests.flatMap(namesIn)
  if (named.length === 0) return null
  const hit = (test: Test): boolean => test.is !== 'exists' && types.some((type) => holdsOfScalar(test, type))
  if (named.some(hit)) return null
  const [test] = named
  return test ? complaint(test, types) : null
}

/** The types that a test speaks of: also those it excludes, for excluding what never comes is a slip too. */
function namesIn(test: Test): Test[] {
  if (test.is === 'text' || test.is === 'affix' || test.is === 'contains') return [test]
  if (test.is !== 'but') return []
  return [
    ...[...test.texts].map((text): Test => ({ is: 'text', text })),
    ...test.prefixes.map((prefix): Test => ({ is: 'affix', prefix, suffix: '' })),
    ...test.suffixes.map((suffix): Test => ({ is: 'affix', prefix: '', suffix })),
  ]
}

function complaint(test: Test, types: readonly string[]): string {
  if (test.is === 'text') return `there is no event type ${quote(test.text)}${hint(test.text, types)}`
  if (test.is === 'contains') return `no event type contains ${quote(test.part)}`
  if (test.is !== 'affix') return ''
  const { prefix, suffix } = test
  if (suffix === '') {
    const beginnings = types.map((type) => type.slice(0, prefix.length))
    return `no event type begins with ${quote(prefix)}${hint(prefix, beginnings)}`
  }
  if (prefix === '') {
    const ends = types.map((type) => type.slice(-suffix.length))
    return `no event type ends with ${quote(suffix)}${hint(suffix, ends)}`
  }
  return `no event type begins with ${quote(prefix)} and ends with ${quote(suffix)}`
}

function hint(word: string, known: readonly string[]): string {
  const near = nearest(word, known)
  return near === null ? '' : `; ${quote(near)} is near`
}

function quote(text: string): string {
  return JSON.stringify(text)
}
