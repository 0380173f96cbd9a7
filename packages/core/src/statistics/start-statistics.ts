import { HOUR, MINUTE } from '../instant.ts'
import type { Clock } from '../ports/clock.ts'
import { addDays } from './calendar.ts'
import { dueAt, lastDue, type StatisticsParts, takeStatistics } from './take-statistics.ts'

type Parts = StatisticsParts & {
  clock: Clock
  onError: (error: unknown, context: { stage: string }) => void
}

/** Never sleeps longer: a clock may be set, a machine may sleep. */
const LONGEST_SLEEP_MS = HOUR
const RETRY_MS = MINUTE

/** Takes what is due at once, then each day's statistic when it falls due. `stop` leaves one under way to the next start. */
export function startStatistics(parts: Parts): { stop(): Promise<void> } {
  const { clock, calendar, onError } = parts
  let stopped = false
  let callOff = (): void => {}
  let working = round()

  async function round(): Promise<void> {
    let wait = LONGEST_SLEEP_MS
    try {
      await takeStatistics(parts, () => !stopped)
      const next = dueAt(calendar, addDays(lastDue(calendar, clock.now()), 1))
      wait = Math.min(wait, next - clock.now())
    } catch (error) {
      onError(error, { stage: 'statistics' })
      wait = RETRY_MS
    }
    if (stopped) return
    callOff = clock.wakeAt(clock.now() + wait, () => {
      working = round()
    })
  }

  return {
    async stop() {
      stopped = true
      callOff()
      await working
    },
  }
}
