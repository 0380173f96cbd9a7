import type { Excluded, Test } from './pattern.ts'

/** What begins with `to` in an event may be written in a pattern as if it began with `from`. */
export type Alias = { from: string; to: string }

/** By attribute. Which spellings there are is the wire's business. */
export type Aliases = Readonly<Record<string, readonly Alias[]>>

/** What another spelling comes to. */
export type Twin = Extract<Test, { is: 'text' | 'affix' }>

/**
 * The tests that hold of an event's value where `test` holds of its other spelling. For `anything-but` both spellings must
 * pass, so there the exclusions grow instead.
 */
export function twinsOf(test: Test, { from, to }: Alias): Twin[] {
  switch (test.is) {
    case 'text':
      return test.text.startsWith(from) ? [{ is: 'text', text: respell(test.text, { from, to }) }] : []
    case 'affix':
      return affixTwins(test, { from, to })
    case 'contains':
      return containsTwins(test.part, { from, to })
    case 'null':
    case 'but':
    case 'exists':
    case 'numeric':
    case 'cidr':
      return []
    default:
      return test satisfies never
  }
}

/** The same for what `anything-but` excludes. */
export function excludedTwins(excluded: Excluded, alias: Alias): Twin[] {
  return [
    ...[...excluded.texts].flatMap((text) => twinsOf({ is: 'text', text }, alias)),
    ...excluded.prefixes.flatMap((prefix) => twinsOf({ is: 'affix', prefix, suffix: '' }, alias)),
    ...excluded.suffixes.flatMap((suffix) => twinsOf({ is: 'affix', prefix: '', suffix }, alias)),
  ]
}

/** Excludes what `twins` hold of too. Twins are texts and beginnings: of an end alone the twin is a text. */
export function excludeToo(excluded: Excluded, twins: readonly Twin[]): Excluded {
  return {
    ...excluded,
    texts: new Set([...excluded.texts, ...twins.flatMap((twin) => (twin.is === 'text' ? [twin.text] : []))]),
    prefixes: [...excluded.prefixes, ...twins.flatMap((twin) => (twin.is === 'affix' ? [twin.prefix] : []))],
  }
}

function affixTwins({ prefix, suffix }: { prefix: string; suffix: string }, alias: Alias): Twin[] {
  const { from, to } = alias
  const twins: Twin[] = []
  const beginning = prefix === '' ? null : prefixTwin(prefix, alias)
  if (beginning !== null) twins.push({ is: 'affix', prefix: beginning, suffix })
  // An end so long that it reaches into `from`: then it says the whole value.
  for (const rest of restsAfter(suffix, from))
    if ((from + rest).startsWith(prefix) && !(to + rest).endsWith(suffix))
      twins.push({ is: 'text', text: to + rest })
  return twins
}

function prefixTwin(prefix: string, { from, to }: Alias): string | null {
  if (prefix.startsWith(from)) return respell(prefix, { from, to })
  return from.startsWith(prefix) && !to.startsWith(prefix) ? to : null
}

function containsTwins(part: string, { from, to }: Alias): Twin[] {
  if (from.includes(part)) return to.includes(part) ? [] : [{ is: 'affix', prefix: to, suffix: '' }]
  return restsAfter(part, from)
    .filter((rest) => !(to + rest).includes(part))
    .map((rest) => ({ is: 'affix', prefix: to + rest, suffix: '' }))
}

/** What is left of `text` behind each of its beginnings that is an end of `from`. */
function restsAfter(text: string, from: string): string[] {
  const rests: string[] = []
  for (let length = 1; length <= Math.min(text.length, from.length); length += 1)
    if (from.endsWith(text.slice(0, length))) rests.push(text.slice(length))
  return rests
}

function respell(text: string, { from, to }: Alias): string {
  return to + text.slice(from.length)
}
