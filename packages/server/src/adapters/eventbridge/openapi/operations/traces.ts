import { type Delivery, matchable, matches, type Rule, scoped, scopeOf } from '@parley/core'
import { z } from 'zod'
import type { Operation, OperationParts } from '../operation.ts'
import { filterTrace, pushTrace, putTrace, type Trace } from '../present/traces.ts'
import { readPattern } from '../receive/pattern.ts'
import { busName, id, read } from '../receive/read.ts'
import { eventsById, type Found } from './find-events.ts'
import { requireBus } from './require.ts'

const asked = z.object({ EventBusName: busName, EventId: id })
const MOST_DELIVERIES = 500

/**
 * What became of an event ([AL] 5.6), in the order in which it came about: received, matched by each rule, pushed by each
 * attempt. An unknown one has no traces.
 */
export const queryEventTraces: Operation = async (body, parts) => {
  const { EventBusName, EventId } = read(asked, body)
  const { name: bus } = await requireBus(EventBusName, parts.pushStore)
  const found = await eventsById({ bus, source: null, ids: [EventId] }, parts)
  const traces = await Promise.all(found.map((one) => tracesOf(one, bus, parts)))
  return { EventTraceList: traces.flat().sort((a, b) => Number(a.ActionTime) - Number(b.ActionTime)) }
}

async function tracesOf(found: Found, bus: string, parts: OperationParts): Promise<Trace[]> {
  const { pushStore, names } = parts
  const { event } = found
  const newestFirst = await pushStore.deliveries({ bus, eventId: event.id, limit: MOST_DELIVERIES })
  const deliveries = newestFirst.filter(({ eventSource }) => eventSource === event.source).reverse()
  const matched = deliveries.filter(
    ({ ruleId, replayId }, index) =>
      replayId === null && deliveries.findIndex((other) => other.ruleId === ruleId) === index,
  )
  const pushed = await Promise.all(
    deliveries.map(async (delivery) =>
      (await pushStore.attempts(delivery.id)).map((attempt) =>
        pushTrace(found, bus, names.account, delivery, attempt),
      ),
    ),
  )
  return [
    putTrace(found, bus, names.account),
    ...(await withoutTargets(found, bus, matched, parts)).map((rule) =>
      filterTrace(found, bus, names.account, rule.name, found.entry.time),
    ),
    ...matched.map(({ ruleName, createdAt }) => filterTrace(found, bus, names.account, ruleName, createdAt)),
    ...pushed.flat(),
  ]
}

/** Rules that owe nothing because they have no targets: these show here only ([AL] 3.1). As they read now. */
async function withoutTargets(
  { event, entry }: Found,
  bus: string,
  matched: readonly Delivery[],
  { pushStore, patternOptions }: OperationParts,
): Promise<Rule[]> {
  const rules = (await pushStore.rules({ bus })).filter(
    ({ id: ruleId, enabled, targets, changedAt }) =>
      enabled &&
      targets.length === 0 &&
      changedAt <= entry.time &&
      !matched.some((delivery) => delivery.ruleId === ruleId),
  )
  return rules.filter((rule) => {
    const { pattern } = readPattern(rule.pattern, patternOptions(bus))
    return matches(scoped(pattern, rule.scope), matchable(event, scopeOf(entry)))
  })
}
