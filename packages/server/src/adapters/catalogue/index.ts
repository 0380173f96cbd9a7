export { createPresentOwn, OWN_EXTENSIONS } from './present.ts'
