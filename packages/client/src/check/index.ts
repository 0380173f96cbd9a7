export type { CheckOptions } from './check.ts'
export { checkConnection } from './check.ts'
export type { CheckLine } from './line.ts'
