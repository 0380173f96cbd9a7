import { first } from './0001-first.ts'
import { eventPush } from './0002-event-push.ts'
import type { Migration } from './words.ts'

export const MIGRATIONS: readonly Migration[] = [first, eventPush]
