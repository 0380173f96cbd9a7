export { certificateRoutes } from './certificates.ts'
export { createEncodeSeed } from './encode-seed.ts'
export { createPresent } from './present.ts'
export { DEFAULT_EVENTBRIDGE_SETTINGS } from './settings.ts'
