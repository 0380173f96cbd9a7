export { ALIASES } from './aliases.ts'
export { certificateRoutes } from './certificates.ts'
export { createPresent, EXTENSIONS } from './present.ts'
export { DEFAULT_EVENTBRIDGE_SETTINGS } from './settings.ts'
