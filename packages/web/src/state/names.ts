const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

export type NameProblem = 'missing' | 'long'
type NameCheck = { ok: true; name: string } | { ok: false; why: NameProblem }

/** 1–40 characters as a reader counts them, without spaces around, control or direction-changing signs. */
export function checkName(input: string): NameCheck {
  const name = input
    .replaceAll(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim()
  if (name === '') return { ok: false, why: 'missing' }
  let length = 0
  for (const _ of segmenter.segment(name)) length += 1
  return length > 40 ? { ok: false, why: 'long' } : { ok: true, name }
}
