import { describe, expect, it } from 'vitest'
import type { Unpositioned } from '../conference/events.ts'
import type { EventId, RunId } from '../ids.ts'
import { HOME_TENANT } from '../ids.ts'
import { MINUTE } from '../instant.ts'
import { FakeClock } from '../memory/clock.ts'
import { createSequentialIds } from '../memory/ids.ts'
import { createMemoryKeyring } from '../memory/keyring.ts'
import { MemoryLog } from '../memory/log.ts'
import { createTestSecrets } from '../memory/secrets.ts'
import type { SiteRecorded } from '../site/events.ts'
import type { LogEntry } from '../site/log-entry.ts'
import { forAllPlans } from '../testing/plans.ts'
import { addDays, type Calendar, createCalendar, type Day } from './calendar.ts'
import type { Counts } from './day-count.ts'
import { dueAt, takeStatistics } from './take-statistics.ts'

/** What the core records of any plans, three meetings at a time into one log, in the order of time. */
function someLogs(): LogEntry[][] {
  const plans = new Set<readonly Unpositioned[]>()
  forAllPlans(({ log }) => void plans.add(log))
  const all = [...plans]
  return Array.from({ length: Math.floor(all.length / 3) }, (_, at) =>
    all
      .slice(at * 3, at * 3 + 3)
      .flatMap((log, meeting) =>
        log.map(
          (entry): Unpositioned => ({
            ...entry,
            id: `${meeting}.${entry.revision}` as EventId,
            runId: entry.runId && (`${meeting}.${entry.runId}` as RunId),
          }),
        ),
      )
      .sort((a, b) => a.time - b.time)
      .map((entry, index) => ({ ...entry, position: index + 1 })),
  )
}

type Span = { run: RunId | null; from: number; to: number; fromAt: number; toAt: number }

/** From the event that opens to the one that closes; positions and times, infinite while open. */
function spans(log: LogEntry[], opens: LogEntry['type'], closes: LogEntry['type']): Span[] {
  const found: Span[] = []
  const key = (entry: LogEntry) =>
    `${entry.runId} ${'participantId' in entry.data ? entry.data.participantId : ''}`
  const open = new Map<string, Span>()
  for (const entry of log) {
    if (entry.type === opens) {
      const span = {
        run: entry.runId,
        from: entry.position,
        fromAt: entry.time,
        to: Infinity,
        toAt: Infinity,
      }
      found.push(span)
      open.set(key(entry), span)
    }
    const span = entry.type === closes ? open.get(key(entry)) : undefined
    if (span) Object.assign(span, { to: entry.position, toAt: entry.time })
  }
  return found
}

/** The day counted the slow way: from all stays there ever were. */
function naive(log: LogEntry[], { startOf }: Calendar, day: Day): Counts {
  const [start, end] = [startOf(day), startOf(addDays(day, 1))]
  const touches = ({ fromAt, toAt }: Span): boolean => fromAt < end && toAt >= start
  const occupied = spans(log, 'RunOccupied', 'RunVacated').filter(touches)
  const stays = spans(log, 'ParticipantJoined', 'ParticipantLeft').filter(touches)
  const ms = occupied.map(({ fromAt, toAt }) => Math.min(toAt, end) - Math.max(fromAt, start))
  const together = stays.map((stay) =>
    stay.fromAt < start
      ? stays.filter(({ fromAt }) => fromAt < start).length
      : stays.filter(({ from, to }) => from <= stay.from && to > stay.from).length,
  )
  return {
    meetings: new Set(occupied.map(({ run }) => run)).size,
    minutes: Math.ceil(ms.reduce((sum, one) => sum + one, 0) / MINUTE),
    joins: stays.length,
    peak: Math.max(0, ...together),
  }
}

describe('the statistic of whatever was recorded', { timeout: 30_000 }, () => {
  // The plans begin at 14:13:20 UTC: midnight of these zones is 17 and 47 minutes later.
  it.each(['Australia/Darwin', 'Asia/Tokyo'])(
    '[E10] [E14] in %s is what counting all stays gives',
    async (timeZone) => {
      const calendar = createCalendar(timeZone)
      let told = 0
      for (const recorded of someLogs()) {
        const log = new MemoryLog()
        for (const entry of recorded) log.append(entry)
        const parts = {
          log,
          keyring: createMemoryKeyring(),
          secrets: createTestSecrets(),
          ids: createSequentialIds(),
          calendar,
          tenants: async () => [HOME_TENANT],
          onRecorded: () => {},
        }
        const first = calendar.dayOf(recorded[0]?.time ?? 0)
        const days = [first, addDays(first, 1), addDays(first, 2)]
        for (const day of days) await takeStatistics({ ...parts, clock: new FakeClock(dueAt(calendar, day)) })
        const taken = (await log.entries({
          after: recorded.length,
          limit: 10,
        })) as SiteRecorded<'StatisticTaken'>[]
        expect(taken.map(({ data: { day, startsAt: _, ...counts } }) => [day, counts])).toEqual(
          days.map((day) => [day, naive(recorded, calendar, day)]),
        )
        told += taken.filter(({ data }) => data.joins > 0 && data.day !== first).length
      }
      // The stays do reach over midnight.
      expect(told).toBeGreaterThan(5)
    },
  )
})
