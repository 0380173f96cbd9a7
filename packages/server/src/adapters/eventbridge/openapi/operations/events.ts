import type { LogEntry, PushEvent } from '@parley/core'
import { z } from 'zod'
import { deny } from '../errors.ts'
import type { Operation, OperationParts } from '../operation.ts'
import { limitOf, readToken, writeToken } from '../paging.ts'
import { busName, id, read, text, whole } from '../receive/read.ts'
import { eventsById, type Found } from './find-events.ts'
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

/** What a target gets that asks for nothing in particular, in CloudEvents JSON. */
const WHOLE = {
  dialect: 'cloudevents',
  body: { form: 'ORIGINAL' },
  contentType: null,
  extended: false,
} as const
const MOST_IDS = 100
/** The log is read in pieces of this many entries, and in so many pieces for one answer: then it has a `NextToken`. */
const BATCH = 500
const MOST_BATCHES = 20
/** With a rule the store is asked about each entry. */
const MOST_BATCHES_OF_RULE = 2
/** Clocks of nodes differ a little, and times in the log with them; further than this they do not. */
const CLOCKS_APART_MS = 60_000

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
    EventMap: Object.fromEntries(found.map(({ event }) => [event.id, parts.encode(event, WHOLE).body])),
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
  let isCut = false

  const most = wish.MatchedRule === undefined ? MOST_BATCHES : MOST_BATCHES_OF_RULE
  for (let batches = 0; batches < most && !isWhole && !isCut; batches++) {
    const entries = await parts.eventLog.entries({ after, limit: BATCH })
    for (const entry of entries) {
      const inTime = entry.time >= StartTime && entry.time < EndTime
      const event = inTime ? await fits(entry) : null
      // There is one more.
      isCut = event !== null && found.length === limit
      if (isCut) break
      if (event) found.push({ event, entry })
      after = entry.position
    }
    const isPast = (entries.at(-1)?.time ?? 0) > EndTime + CLOCKS_APART_MS
    isWhole = !isCut && (isPast || entries.length < BATCH)
  }
  return {
    TracedEvents: found.map((event) => presentFound(event, bus)),
    ...(isWhole ? {} : { NextToken: writeToken(String(after)) }),
    ...(isWhole && token === null ? { Total: found.length } : {}),
  }
}

/** The event of an entry if it is one that is asked for. */
async function filterOf(
  wish: z.output<typeof period>,
  bus: string,
  parts: OperationParts,
): Promise<(entry: LogEntry) => Promise<PushEvent | null>> {
  const { EventSource, EventType, MatchedRule } = wish
  const rule =
    MatchedRule === undefined
      ? null
      : await requireRule({ EventBusName: bus, RuleName: MatchedRule }, parts.pushStore)
  return async (entry) => {
    const event = parts.outside(bus, entry)
    if (!event) return null
    if (EventSource !== undefined && event.source !== EventSource) return null
    if (EventType !== undefined && event.type !== EventType) return null
    if (!rule) return event
    const owed = await parts.pushStore.deliveries({ bus, ruleId: rule.id, eventId: event.id, limit: 1 })
    return owed.length === 0 ? null : event
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
