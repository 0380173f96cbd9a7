import type { Kysely } from 'kysely'
import type { Words } from './migrations/words.ts'
import type { Schema } from './schema.ts'

/** All that the query code has to know of the database's kind. */
export type SqlDialect = {
  words: Words
  /** No other process changes the database for as long as this one has it open. */
  isAlone: boolean
  /** Ends a select whose rows are to be changed next. */
  lockRows: string
  /** The same, leaving out what another worker is about to change. */
  lockFreeRows: string
  /** Ends an insert: a row whose `keys` are there already gets these `columns` anew. Without columns it is left alone. */
  orUpdate(keys: readonly string[], columns: readonly string[]): string
  isDuplicate(error: unknown): boolean
  /** The transaction was rolled back because of others: worth another try. */
  isContention(error: unknown): boolean
  isConnectionLost(error: unknown): boolean
  /** Nothing was kept because the disk is full. */
  hasNoRoom(error: unknown): boolean
  /** Runs `work` while no other process migrates the same database. */
  whileMigrating(db: Kysely<Schema>, work: (db: Kysely<Schema>) => Promise<void>): Promise<void>
  /** A migration that broke off half-way runs again: this part of it was done. */
  wasApplied(error: unknown): boolean
}

/** The code a driver puts on its errors. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
