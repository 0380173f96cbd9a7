import * as buses from './operations/buses.ts'
import * as deliveries from './operations/deliveries.ts'
import * as eventTypes from './operations/event-types.ts'
import * as events from './operations/events.ts'
import * as patterns from './operations/patterns.ts'
import * as replays from './operations/replays.ts'
import * as rules from './operations/rules.ts'
import * as targets from './operations/targets.ts'
import * as streams from './stream/operation.ts'

export * from './operations/buses.ts'
export * from './operations/deliveries.ts'
export * from './operations/event-types.ts'
export * from './operations/events.ts'
export * from './operations/patterns.ts'
export * from './operations/replays.ts'
export * from './operations/rules.ts'
export * from './operations/targets.ts'

/** In the order in which the document tells of them. */
export const OPERATIONS = [
  buses,
  rules,
  targets,
  patterns,
  deliveries,
  replays,
  events,
  eventTypes,
  streams,
].flatMap((area) => Object.values(area))
