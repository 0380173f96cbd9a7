import type { RunId, TenantId } from '../ids.ts'
import { type Instant, MINUTE } from '../instant.ts'
import type { SiteEventData } from '../site/events.ts'
import { isSiteEntry, type LogEntry } from '../site/log-entry.ts'

export type Counts = Pick<SiteEventData['StatisticTaken'], 'meetings' | 'minutes' | 'joins' | 'peak'>

/** How many people are inside which run, by tenant; what one day hands on to the next. */
export type Inside = Readonly<Record<TenantId, Readonly<Record<RunId, number>>>>

export type DayCount = {
  /** Entries in the order of the log; their times inside the day, or they count from its nearer end. */
  add(entry: LogEntry): void
  counts(): Map<TenantId, Counts>
  /** Who is still inside at the end of the day. */
  inside(): Inside
}

type Tally = {
  occupied: Map<RunId, { people: number; since: Instant }>
  meetings: Set<RunId>
  occupiedMs: number
  joins: number
  people: number
  peak: number
}

/** Counts one day from `start` until before `end`. Whoever is inside at `start` counts as a join of this day too. */
export function countDay(start: Instant, end: Instant, carried: Inside): DayCount {
  const tallies = new Map<TenantId, Tally>()
  const tallyOf = (tenantId: TenantId): Tally => {
    const held = tallies.get(tenantId) ?? emptyTally()
    tallies.set(tenantId, held)
    return held
  }
  for (const [tenantId, runs] of Object.entries(carried)) {
    const tally = tallyOf(tenantId as TenantId)
    for (const [runId, people] of Object.entries(runs)) {
      occupy(tally, runId as RunId, start)
      for (let at = 0; at < people; at += 1) join(tally, runId as RunId, start)
    }
  }

  return {
    add(entry) {
      if (isSiteEntry(entry) || entry.runId === null) return
      const { type, runId, tenantId } = entry
      const time = Math.min(Math.max(entry.time, start), end)
      if (type === 'RunOccupied') occupy(tallyOf(tenantId), runId, time)
      if (type === 'RunVacated') vacate(tallyOf(tenantId), runId, time)
      if (type === 'ParticipantJoined') join(tallyOf(tenantId), runId, time)
      if (type === 'ParticipantLeft') leave(tallyOf(tenantId), runId)
    },
    counts() {
      return new Map([...tallies].map(([tenantId, tally]) => [tenantId, countsOf(tally, end)]))
    },
    inside() {
      const entries = [...tallies]
        .filter(([, { occupied }]) => occupied.size > 0)
        .map(([tenantId, { occupied }]) => [
          tenantId,
          Object.fromEntries([...occupied].map(([runId, { people }]) => [runId, people])),
        ])
      return Object.fromEntries(entries) as Inside
    },
  }
}

function emptyTally(): Tally {
  return { occupied: new Map(), meetings: new Set(), occupiedMs: 0, joins: 0, people: 0, peak: 0 }
}

function countsOf({ meetings, occupiedMs, occupied, joins, peak }: Tally, end: Instant): Counts {
  let sumMs = occupiedMs
  for (const { since } of occupied.values()) sumMs += end - since
  return { meetings: meetings.size, minutes: Math.ceil(sumMs / MINUTE), joins, peak }
}

function occupy(tally: Tally, runId: RunId, time: Instant): { people: number; since: Instant } {
  const held = tally.occupied.get(runId) ?? { people: 0, since: time }
  tally.occupied.set(runId, held)
  tally.meetings.add(runId)
  return held
}

function vacate(tally: Tally, runId: RunId, time: Instant): void {
  const run = tally.occupied.get(runId)
  if (!run) return
  tally.occupied.delete(runId)
  tally.occupiedMs += time - run.since
}

function join(tally: Tally, runId: RunId, time: Instant): void {
  occupy(tally, runId, time).people += 1
  tally.people += 1
  tally.joins += 1
  tally.peak = Math.max(tally.peak, tally.people)
}

/** A leave without its join, from before the first entry that was read, changes nothing. */
function leave(tally: Tally, runId: RunId): void {
  const run = tally.occupied.get(runId)
  if (!run || run.people === 0) return
  run.people -= 1
  tally.people -= 1
}
