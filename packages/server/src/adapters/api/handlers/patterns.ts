import {
  type EventId,
  explain,
  type Matchable,
  matchable,
  matches,
  type RuleScope,
  scoped,
  scopeOf,
} from '@parley/core'
import { newestEvents, type Told } from '../history.ts'
import { notFound, requireBus } from '../not-found.ts'
import type { ApiParts } from '../parts.ts'
import { patternText, readPattern } from '../patterns.ts'
import { timeText } from '../present/time.ts'
import type { PatternTest, PatternTry, TestedView, TriedView } from '../schema/patterns.ts'

/** Entries that are looked at in search of events of a bus; beyond that it has none of late. */
const MOST_ENTRIES = 20_000

export async function holdAgainst(parts: ApiParts, given: PatternTest): Promise<TestedView> {
  const { bus, eventId } = given
  await requireBus(parts, bus, '/bus')
  const { pattern, warnings } = readPattern(parts, bus, patternText(given.pattern))
  const event = given.event ?? (await fromLog(parts, bus, eventId ?? ''))
  const { matched, fields } = explain(pattern, event)
  return { matched, fields: fields.map((field) => ({ ...field })), event: { ...event }, warnings }
}

export async function tryOut(parts: ApiParts, given: PatternTry): Promise<TriedView> {
  const { bus, scope, last } = given
  await requireBus(parts, bus, '/bus')
  const { pattern: asked, warnings } = readPattern(parts, bus, patternText(given.pattern))
  const pattern = scoped(asked, scope as RuleScope)
  const events = await newestEvents(parts, bus, { events: last, entries: MOST_ENTRIES })
  const data = events.map(({ event, seen }: Told) => {
    const matched = matches(pattern, seen)
    const { id, source, type, subject = null, time } = event
    return { id, source, type, subject, time: timeText(time), matched, why: matched ? null : whyNot(seen) }
  })
  return { looked: events.length, matched: data.filter(({ matched }) => matched).length, data, warnings }

  function whyNot(seen: Matchable): string {
    const failed = explain(asked, seen).fields.find((field) => !field.matched)
    return failed ? `${failed.pointer}: ${failed.why}` : 'it is outside the scope'
  }
}

async function fromLog({ eventLog, outside }: ApiParts, bus: string, id: string): Promise<Matchable> {
  const entry = (await eventLog.byId(id as EventId)) ?? notFound('event')
  const event = outside(bus, entry) ?? notFound('event on this bus')
  const { $scope: _, ...seen } = matchable(event, scopeOf(entry))
  return seen
}
