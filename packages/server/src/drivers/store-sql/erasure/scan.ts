import { type ErasedPerson, erasedId } from '@parley/core'
import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { run } from '../statements.ts'

/** Positions looked at by one statement: the log may be long, and one connection of SQLite's does nothing else meanwhile. */
const AT_ONCE = 10_000

/**
 * Positions above `after` up to `upTo` of entries that may tell of the person: those that hold the id, and all dead letters
 * that were put onto a bus, which hold no id of ours.
 */
export async function mayTellOf(
  db: Kysely<Schema>,
  person: ErasedPerson,
  after: number,
  upTo: number,
): Promise<number[]> {
  const id = JSON.stringify(erasedId(person))
  const found: number[] = []
  for (let from = after; from < upTo; from += AT_ONCE) {
    const rows = await run<{ position: number }>(
      db,
      `select position from events where position > ? and position <= ? and (instr(body, ?) > 0
          or (type = 'EventPut' and instr(body, '"why":"dead-letter"') > 0))
        order by position`,
      [from, Math.min(upTo, from + AT_ONCE), id],
    )
    for (const { position } of rows) found.push(position)
  }
  return found
}
