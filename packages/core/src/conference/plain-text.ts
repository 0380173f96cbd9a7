/** Marks that turn the direction of text, and halves of characters. */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\p{Cs}]/gu
const VISIBLE = /[^\p{Z}\p{Cf}\p{M}\p{Cc}]/u

/**
 * What people type as a name or a title, made fit to be shown beside others: no control characters (they break lines, logs and
 * databases), no marks that turn the direction of the text around (they make one name look like another), no halves of
 * characters. Empty when nothing visible is left.
 */
export function plainText(text: string): string {
  const clean = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').replace(TURNING, '')
  return VISIBLE.test(clean) ? clean.trim() : ''
}

/** As `plainText`, for what is written on several lines: line breaks (as `\n`) and tabs stay. */
export function plainLines(text: string): string {
  const lines = text.replace(/\r\n?|[\p{Zl}\p{Zp}]/gu, '\n').split('\n')
  const clean = lines
    .map((line) =>
      line
        .replace(/[^\P{Cc}\t]+/gu, ' ')
        .replace(TURNING, '')
        .trimEnd(),
    )
    .join('\n')
  return VISIBLE.test(clean) ? clean.replace(/^\n+|\n+$/g, '') : ''
}

/** At most `length` UTF-16 units, and no character cut in half. */
export function cut(text: string, length: number): string {
  const short = text.slice(0, length)
  return /[\ud800-\udbff]$/.test(short) ? short.slice(0, -1) : short
}
