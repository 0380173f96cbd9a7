/**
 * What people type as a name or a title, made fit to be shown beside others: no control characters (they break lines, logs and
 * databases), no marks that turn the direction of the text around (they make one name look like another), no halves of
 * characters. Empty when nothing visible is left.
 */
export function plainText(text: string): string {
  const clean = text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\p{Cs}]/gu, '')
  return /[^\p{Z}\p{Cf}\p{M}]/u.test(clean) ? clean.trim() : ''
}

/** At most `length` UTF-16 units, and no character cut in half. */
export function cut(text: string, length: number): string {
  const short = text.slice(0, length)
  return /[\ud800-\udbff]$/.test(short) ? short.slice(0, -1) : short
}
