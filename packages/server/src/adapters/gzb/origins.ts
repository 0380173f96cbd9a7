import type { IncomingHttpHeaders } from 'node:http'
import type { GzbParts } from './parts.ts'

/**
 * Whether a page of this origin may connect ([WC] 4.8): our own, under whatever name it was reached, and the configured
 * ones. Programs send no Origin.
 */
export function isAllowedOrigin(
  { publicUrl, allowedOrigins }: Pick<GzbParts, 'publicUrl' | 'allowedOrigins'>,
  { origin, host }: Pick<IncomingHttpHeaders, 'origin' | 'host'>,
): boolean {
  if (origin === undefined) return true
  if (allowedOrigins.includes(origin) || origin === new URL(publicUrl).origin) return true
  return URL.canParse(origin) && new URL(origin).host === host
}
