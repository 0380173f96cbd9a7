import type { Instant } from '@parley/core'

/** `yyyy-MM-dd HH:mm`, UTC ([HW] 0.3). */
export function wallTime(at: Instant): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ')
}
