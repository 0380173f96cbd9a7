export type { Action } from './actions.ts'
export { createEncodeSeed } from './encode-seed.ts'
export { createPresent } from './present.ts'
export { DEFAULT_EVENTBRIDGE_SETTINGS, type EventBridgeSettings } from './settings.ts'
