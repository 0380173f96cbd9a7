import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/** What the two kinds of database spell differently in a table's definition. */
export type Words = {
  /** Exact text of at most so many characters, compared by code points; may be part of a key. */
  key: (length: number) => string
  /** Text of any length. */
  text: string
  integer: string
  /** A primary key that the database counts up. */
  serial: string
  /** What follows the closing parenthesis of a table. */
  end: string
  dropIndex: (name: string, table: string) => string
  /** Lets a key have more characters; null where they are not counted. */
  widen: (table: string, column: string, length: number) => string | null
}

/** Whether a table had a column when the migration began. */
export type Has = (table: string, column: string) => boolean

/**
 * Numbered, applied once, in order, never changed afterwards. Where statements that define tables commit by themselves, one
 * that broke off half-way runs again from its beginning: what it did before must do no harm, and `has` tells what is gone.
 */
export type Migration = {
  version: number
  name: string
  statements: (words: Words, has: Has) => string[]
  /** What statements cannot say; after them. */
  work?: (db: Kysely<Schema>) => Promise<void>
}
