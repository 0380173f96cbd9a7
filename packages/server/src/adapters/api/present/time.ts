import type { Instant } from '@parley/core'

/** RFC 3339 in UTC with milliseconds. */
export function timeText(time: Instant): string {
  return new Date(time).toISOString()
}

export function timeTextOrNull(time: Instant | null): string | null {
  return time === null ? null : timeText(time)
}
