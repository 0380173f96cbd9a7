import type { LogEntry } from '@parley/core'
import { z } from 'zod'
import { deny } from '../errors.ts'
import type { Operation, OperationParts } from '../operation.ts'
import { limitOf, readToken, writeToken } from '../paging.ts'
import { busName, id, read, text, whole } from '../receive/read.ts'
import { eventsById, type Found, onBus } from './find-events.ts'
import { requireBus, requireRule } from './require.ts'

const one = z.object({ EventBusName: busName, EventSource: text, EventId: id })
const some = z.object({ EventBusName: busName, EventSourceName: text, EventIds: z.array(id).min(1) })
const period = z.object({
  EventBusName: busName,
  EventSource: text,
  StartTime: whole,
  EndTime: whole,
  Limit: whole,
  NextToken: text,
  EventType: text,
  MatchedRule: text,
})

const MOST_IDS = 100
/** The log is read in pieces of this many entries, and in so many pieces for one answer: then it has a `NextToken`. */
const BATCH = 500
const MOST_BATCHES = 20

export const queryEventByEventId: Operation = async (body, parts) => {
  const { EventBusName, EventSource = null, EventId } = read(one, body)
  const { name: bus } = await requireBus(EventBusName, parts.pushStore)
  const found = await eventsById({ bus, source: EventSource, ids: [EventId] }, parts)
  return { TracedEvents: found.map((event) => presentFound(event, bus)), Total: found.length }
}

/** The events themselves, as CloudEvents JSON by id. */
export const queryEventsByEventIds: Operation = async (body, parts) => {
  const { EventBusName, EventSourceName = null, EventIds } = read(some, body)
  if (EventIds.length > MOST_IDS) deny('LimitSizeInvalid', `one call takes ${MOST_IDS} ids at most`)
  const { name: bus } = await requireBus(EventBusName, parts.pushStore)
  const found = await eventsById({ bus, source: EventSourceName, ids: EventIds }, parts)
  return {
    EventMap: Object.fromEntries(found.map(({ event }) => [event.id, parts.write(event)])),
    EventBusName: bus,
  }
}

/**
 * Events received from `StartTime` on and before `EndTime`, the oldest first. `Total` is there when this answer has them
 * all. An answer may have fewer than `Limit`, or none, and a `NextToken`: it has looked far enough for one call.
 */
export const queryEventsByPeriod: Operation = async (body, parts) => {
  const wish = read(period, body)
  const { EventBusName, StartTime = 0, EndTime = Number.MAX_SAFE_INTEGER } = wish
  const { name: bus } = await requireBus(EventBusName, parts.pushStore)
  const limit = limitOf(wish)
  const token = readToken(wish)
  const fits = await filterOf(wish, bus, parts)
  const found: Found[] = []
  let after = token === null ? await parts.eventLog.positionBefore(StartTime) : positionIn(token)
  let isWhole = false

  for (let batches = 0; batches < MOST_BATCHES && !isWhole && found.length < limit; batches++) {
    const entries = await parts.eventLog.entries({ after, limit: BATCH })
    isWhole = entries.length < BATCH
    for (const entry of entries) {
      if (found.length === limit) {
        isWhole = false
        break
      }
      after = entry.position
      if (entry.time >= StartTime && entry.time < EndTime) found.push(...(await fits(entry)))
    }
    // Clocks of nodes differ a little, times in the log with them; further than this they do not.
    if ((entries.at(-1)?.time ?? 0) > EndTime + CLOCKS_APART_MS) isWhole = true
  }
  return {
    TracedEvents: found.map((event) => presentFound(event, bus)),
    ...(isWhole ? {} : { NextToken: writeToken(String(after)) }),
    ...(isWhole && token === null ? { Total: found.length } : {}),
  }
}

const CLOCKS_APART_MS = 60_000

/** What of an entry is asked for: one event at most. */
async function filterOf(
  wish: z.output<typeof period>,
  bus: string,
  parts: OperationParts,
): Promise<(entry: LogEntry) => Promise<Found[]>> {
  const { EventSource, EventType, MatchedRule } = wish
  const rule =
    MatchedRule === undefined
      ? null
      : await requireRule({ EventBusName: bus, RuleName: MatchedRule }, parts.pushStore)
  return async (entry) => {
    const event = onBus(parts.present(entry), bus)[0]
    if (!event) return []
    if (EventSource !== undefined && event.source !== EventSource) return []
    if (EventType !== undefined && event.type !== EventType) return []
    if (rule) {
      const owed = await parts.pushStore.deliveries({ bus, ruleId: rule.id, eventId: event.id, limit: 1 })
      if (owed.length === 0) return []
    }
    return [{ event, entry }]
  }
}

function positionIn(token: string): number {
  return /^\d{1,15}$/.test(token)
    ? Number(token)
    : deny('NextTokenInvalid', 'this NextToken is not one of ours')
}

function presentFound({ event, entry }: Found, bus: string) {
  return {
    EventReceivedTime: String(entry.time),
    EventSource: event.source,
    EventId: event.id,
    EventBusName: bus,
    EventType: event.type,
  }
}
