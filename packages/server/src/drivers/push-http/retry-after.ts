/** `Retry-After` in ms from `now` (epoch ms): seconds or an HTTP date (RFC 9110 10.2.3); null when absent or neither. */
export function retryAfterMs(header: string | string[] | undefined, now: number): number | null {
  const text = (Array.isArray(header) ? header[0] : header)?.trim()
  if (!text) return null
  if (/^\d+$/.test(text)) return Number(text) * 1_000
  const date = /^[A-Za-z]{3,9}[, ]/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(date) ? null : Math.max(0, date - now)
}
