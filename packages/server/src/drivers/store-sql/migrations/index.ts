import { first } from './0001-first.ts'
import type { Migration } from './words.ts'

export const MIGRATIONS: readonly Migration[] = [first]
