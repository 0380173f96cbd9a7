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
}

/** Numbered, applied once, in order, never changed afterwards. */
export type Migration = { version: number; name: string; statements: (words: Words) => string[] }
