export type { CloudEvent, ParleyEvent, ParleyEventName } from './cloud-event.ts'
export { type EventsOptions, events, type Told } from './events.ts'
export { EventsError } from './events-error.ts'
export type { EventsPlatform, StreamAnswer } from './platform.ts'
