export { ALIASES } from './aliases.ts'
export { createEncodeSeed } from './encode-seed.ts'
export { createPresent, EXTENSIONS } from './present.ts'
export { DEFAULT_EVENTBRIDGE_SETTINGS } from './settings.ts'
