const han = /\p{Script=Han}/u
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
const graphemes = (text: string): string[] => Array.from(segmenter.segment(text), (part) => part.segment)

/**
 * The one or two signs a placeholder shows for a name: of a Chinese name the last two Hanzi (the given name; the only one
 * if there is one), else the first letters of the first and last word. Never empty: a name without letters gives "?".
 */
export function initials(name: string): string {
  const hanzi = graphemes(name).filter((sign) => han.test(sign))
  if (hanzi.length > 0) return hanzi.slice(-2).join('')
  const words = name
    .trim()
    .split(/[\s._-]+/u)
    .map((word) => graphemes(word).find((sign) => /[\p{L}\p{N}]/u.test(sign)))
    .filter((sign) => sign !== undefined)
  const first = words[0]
  if (first === undefined) return '?'
  const last = words.length > 1 ? words[words.length - 1] : ''
  return `${first}${last}`.toLocaleUpperCase()
}
