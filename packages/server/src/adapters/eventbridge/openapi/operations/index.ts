import type { Operation } from '../operation.ts'
import { createEventBus, deleteEventBus, getEventBus, listEventBuses } from './buses.ts'
import { queryEventByEventId, queryEventsByEventIds, queryEventsByPeriod } from './events.ts'
import { testEventPattern } from './pattern.ts'
import { putEvents } from './put-events.ts'
import { createRule, deleteRule, disableRule, enableRule, getRule, listRules, updateRule } from './rules.ts'
import { listAliyunOfficialEventSources, listPartnerEventSources } from './sources.ts'
import { createTargets, deleteTargets, listTargets } from './targets.ts'
import { queryEventTraces } from './traces.ts'

/** By path below `/openapi` ([AL] 5.4). */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  '/putEvents': putEvents,
  '/createEventBus': createEventBus,
  '/getEventBus': getEventBus,
  '/listEventBuses': listEventBuses,
  '/deleteEventBus': deleteEventBus,
  '/createRule': createRule,
  '/updateRule': updateRule,
  '/getRule': getRule,
  '/listRules': listRules,
  '/enableRule': enableRule,
  '/disableRule': disableRule,
  '/deleteRule': deleteRule,
  '/createTargets': createTargets,
  '/deleteTargets': deleteTargets,
  '/listTargets': listTargets,
  '/testEventPattern': testEventPattern,
  '/queryEventTraces': queryEventTraces,
  '/queryEventByEventId': queryEventByEventId,
  '/queryEventsByPeriod': queryEventsByPeriod,
  '/queryEventsByEventIds': queryEventsByEventIds,
  '/listPartnerEventSources': listPartnerEventSources,
  '/v2/listAliyunOfficialEventSources': listAliyunOfficialEventSources,
}
