import type { Mark } from './row.ts'

export type NotifyLine = { notify: string; field: string; example: string; mark: Mark; note: string }
