import { recordActor } from '../actor.ts'
import type { TenantId } from '../ids.ts'
import { type Instant, MINUTE } from '../instant.ts'
import type { Clock } from '../ports/clock.ts'
import type { Ids } from '../ports/ids.ts'
import type { Keyring } from '../ports/keyring.ts'
import type { Log } from '../ports/log.ts'
import type { Secrets } from '../ports/secrets.ts'
import type { NewSiteEvent } from '../site/events.ts'
import { addDays, type Calendar, type Day } from './calendar.ts'
import { type Checkpoint, readCheckpoint, writeCheckpoint } from './checkpoint.ts'
import { type Counts, countDay } from './day-count.ts'
import { statisticId } from './event-id.ts'

export type StatisticsParts = {
  log: Pick<Log, 'entries' | 'record'>
  /** Keeps the checkpoint: a text of some 40 bytes per meeting that goes on over midnight. */
  keyring: Pick<Keyring, 'get' | 'put'>
  secrets: Pick<Secrets, 'digest'>
  clock: Pick<Clock, 'now'>
  ids: Pick<Ids, 'commandId'>
  calendar: Calendar
  /** Told of each day, also of one without a meeting; other tenants only of days on which they met. */
  tenants: () => Promise<readonly TenantId[]>
  /** Called after something was recorded. */
  onRecorded: () => void
}

/** How long after its end a day is counted, so that what was decided before midnight is in the log, on every node. */
const SETTLE_MS = 5 * MINUTE
/** After an outage the last days only: older ones are not news. */
const CATCH_UP_DAYS = 7
const CHECKPOINT = 'statistics-checkpoint'
const PAGE = 1_000

/** When the statistic of the day is due: 00:05, or where that midnight does not exist 5 minutes after the day began. */
export function dueAt(calendar: Calendar, day: Day): Instant {
  return calendar.startOf(addDays(day, 1)) + SETTLE_MS
}

/** The last day that is due at `now`. */
export function lastDue(calendar: Calendar, now: Instant): Day {
  let day = addDays(calendar.dayOf(now), -1)
  while (dueAt(calendar, day) > now) day = addDays(day, -1)
  return day
}

/**
 * Takes every statistic that is due and was not taken. Ended at any point, or done by several nodes at once, it comes to
 * the same: what is recorded already is not recorded again, and the checkpoint moves after what it tells of is durable.
 */
export async function takeStatistics(parts: StatisticsParts, goesOn = (): boolean => true): Promise<void> {
  const { keyring, calendar, clock } = parts
  const last = lastDue(calendar, clock.now())
  let checkpoint = readCheckpoint(await keyring.get(CHECKPOINT), calendar.timeZone)
  const next = checkpoint ? addDays(checkpoint.day, 1) : await firstDay(parts)
  if (next === null || next > last) return
  const oldest = addDays(last, 1 - CATCH_UP_DAYS)
  if (next < oldest) {
    const passed = await readDay(parts, addDays(oldest, -1), checkpoint, goesOn)
    if (!passed) return
    checkpoint = passed.checkpoint
  }
  for (let day = next < oldest ? oldest : next; day <= last; day = addDays(day, 1)) {
    const taken = await readDay(parts, day, checkpoint, goesOn)
    if (!taken) return
    checkpoint = taken.checkpoint
    if (taken.exists) await record(parts, day, taken.counts)
    await keyring.put(CHECKPOINT, writeCheckpoint(checkpoint))
  }
}

/** The day of the oldest entry: days before are nobody's. */
async function firstDay({ log, calendar }: StatisticsParts): Promise<Day | null> {
  const [first] = await log.entries({ after: 0, limit: 1 })
  return first ? calendar.dayOf(first.time) : null
}

/**
 * Without a checkpoint reads from the beginning of the log. `exists` is false for a day that the zone left out; null: it is
 * not to go on.
 */
async function readDay(
  { log, calendar }: StatisticsParts,
  day: Day,
  before: Checkpoint | null,
  goesOn: () => boolean,
): Promise<{ counts: Map<TenantId, Counts>; checkpoint: Checkpoint; exists: boolean } | null> {
  const start = calendar.startOf(day)
  const end = calendar.startOf(addDays(day, 1))
  const count = countDay(start, end, before?.inside ?? {})
  const counted = before?.seen ?? 0
  let after = before?.after ?? 0
  let seen = after
  let nextBegan = false
  let ended = false
  while (!ended) {
    if (!goesOn()) return null
    const page = await log.entries({ after: seen, limit: PAGE })
    ended = page.length < PAGE
    for (const entry of page) {
      if (entry.time >= end + SETTLE_MS) {
        ended = true
        break
      }
      seen = entry.position
      nextBegan ||= entry.time >= end
      if (!nextBegan) after = entry.position
      const known = entry.time < start && entry.position <= counted
      if (entry.time < end && !known) count.add(entry)
    }
  }
  return {
    counts: count.counts(),
    checkpoint: {
      timeZone: calendar.timeZone,
      day,
      after,
      seen: Math.max(seen, counted),
      inside: count.inside(),
    },
    exists: end > start,
  }
}

async function record(parts: StatisticsParts, day: Day, counts: Map<TenantId, Counts>): Promise<void> {
  const { log, secrets, clock, ids, calendar, onRecorded } = parts
  const tenants = new Set([...(await parts.tenants()), ...counts.keys()])
  const startsAt = calendar.startOf(day)
  const cause = ids.commandId()
  const events = [...tenants].map(
    (tenantId): NewSiteEvent<'StatisticTaken'> => ({
      type: 'StatisticTaken',
      data: { day, startsAt, ...(counts.get(tenantId) ?? NOTHING) },
      id: statisticId(tenantId, day, secrets.digest),
      time: clock.now(),
      tenantId,
      actor: recordActor({ is: 'system', name: 'timer' }, null),
      via: 'system',
      cause,
    }),
  )
  const recorded = await log.record(events)
  if (recorded.some(Boolean)) onRecorded()
}

const NOTHING: Counts = { meetings: 0, minutes: 0, joins: 0, peak: 0 }
