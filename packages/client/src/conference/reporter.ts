import type { MediaReport } from '@parley/protocol'
import type { Clock } from '../platform.ts'

/** What a page says of its own media. */
export type Report = MediaReport

/** [WC] 8.10: at most one `conference.reportMedia` a second. */
const everyMs = 1_000

/** Merges what is reported within a second; what could not be sent is kept for the next try, the last value of each field wins. */
export const createReporter = (clock: Clock, send: (report: Report) => boolean) => {
  let waiting: Report = {}
  let lastAt = Number.NEGATIVE_INFINITY
  let cancel: (() => void) | null = null

  const flush = (): void => {
    cancel = null
    if (Object.keys(waiting).length === 0) return
    lastAt = clock.now()
    if (send(waiting)) waiting = {}
    else cancel = clock.after(everyMs, flush)
  }

  return {
    report: (report: Report): void => {
      waiting = { ...waiting, ...report }
      if (cancel) return
      const wait = lastAt + everyMs - clock.now()
      if (wait <= 0) flush()
      else cancel = clock.after(wait, flush)
    },
    stop: (): void => {
      cancel?.()
      cancel = null
      waiting = {}
    },
  }
}
