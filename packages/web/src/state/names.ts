const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

const mostShown = 40
/** As the wire allows, in code points: one sign that is seen may be made of many. */
const mostSent = 64
/** Something that leaves a mark on the page. */
const visible = /[^\p{Z}\p{Cf}\p{M}\p{Cc}]/u

export type NameProblem = 'missing' | 'long'
type NameCheck = { ok: true; name: string } | { ok: false; why: NameProblem }

/** 1–40 characters as a reader counts them, without spaces around, control or direction-changing signs. */
export function checkName(input: string): NameCheck {
  const name = input
    .replaceAll(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim()
  if (!visible.test(name)) return { ok: false, why: 'missing' }
  const shown = Array.from(segmenter.segment(name)).length
  const sent = Array.from(name).length
  return shown > mostShown || sent > mostSent ? { ok: false, why: 'long' } : { ok: true, name }
}
