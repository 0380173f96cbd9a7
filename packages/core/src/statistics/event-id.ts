import type { EventId, TenantId } from '../ids.ts'
import type { Day } from './calendar.ts'

/**
 * The id of a tenant's statistic of a day, the same wherever and whenever it is taken: a UUID version 8 (RFC 9562, 5.8)
 * of the first 128 bits of SHA-256. `digest`: lower-case hex of it.
 */
export function statisticId(tenantId: TenantId, day: Day, digest: (text: string) => string): EventId {
  const hex = digest(`parley/statistic/${tenantId}/${day}`)
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0b0011) | 0b1000).toString(16)
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-') as EventId
}
