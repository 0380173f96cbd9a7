import { type LogEntry, type Matchable, matchable, type PushEvent, scopeOf } from '@parley/core'
import type { ApiParts } from './parts.ts'

/** An event as a bus tells it, beside what it was made from. */
export type Told = { entry: LogEntry; event: PushEvent; seen: Matchable }

type Parts = Pick<ApiParts, 'eventLog' | 'outside'>

const BATCH = 1_000

/** Events of a bus out of entries above `after` up to `upTo`, in order; also says how far it has come without any. */
export async function* eventsBetween(
  { eventLog, outside }: Parts,
  bus: string,
  { after, upTo }: { after: number; upTo: number },
): AsyncGenerator<Told[]> {
  for (let from = after; from < upTo; ) {
    const entries = await eventLog.entries({ after: from, limit: BATCH })
    const last = entries.at(-1)
    if (!last) return
    yield entries.filter(({ position }) => position <= upTo).flatMap((entry) => tell(outside, bus, entry))
    from = last.position
  }
}

/** The newest events of a bus, the newest first, out of at most `most.entries` of the newest entries. */
export async function newestEvents(
  parts: Parts,
  bus: string,
  most: { events: number; entries: number },
): Promise<Told[]> {
  const found: Told[] = []
  let upTo = await parts.eventLog.lastPosition()
  const floor = Math.max(0, upTo - most.entries)
  while (upTo > floor && found.length < most.events) {
    const after = Math.max(floor, upTo - BATCH)
    const stretch: Told[] = []
    for await (const events of eventsBetween(parts, bus, { after, upTo })) stretch.push(...events)
    found.push(...stretch.reverse())
    upTo = after
  }
  return found.slice(0, most.events)
}

function tell(outside: Parts['outside'], bus: string, entry: LogEntry): Told[] {
  const event = outside(bus, entry)
  return event ? [{ entry, event, seen: matchable(event, scopeOf(entry)) }] : []
}
