import { type ConferenceIndex, type ErasedPerson, erasedId } from '@parley/core'
import type { Transaction } from 'kysely'
import { searchText } from '../keep-indexes.ts'
import type { Schema } from '../schema.ts'
import { marks, run } from '../statements.ts'

const AT_ONCE = 100

/** Whether one of these conferences, or one that the person owns, is invited to or holds a place in, is not closed. */
export async function unclosedOf(
  trx: Transaction<Schema>,
  person: ErasedPerson,
  conferenceIds: readonly string[],
): Promise<boolean> {
  const id = erasedId(person)
  const ids =
    person.is === 'user'
      ? "select id from conferences where state <> 'closed' and (owner_id = ? or id in (select conference_id from conference_invited where user_id = ?))"
      : "select id from conferences where state <> 'closed' and id in (select conference_id from guests where id = ? or id = ?)"
  const own = await run(trx, `${ids} limit 1`, [id, id])
  if (own.length > 0) return true
  for (let at = 0; at < conferenceIds.length; at += AT_ONCE) {
    const some = conferenceIds.slice(at, at + AT_ONCE)
    const rows = await run(
      trx,
      `select id from conferences where state <> 'closed' and id in (${marks(some.length)}) limit 1`,
      some,
    )
    if (rows.length > 0) return true
  }
  return false
}

/** What is kept beside the log. Snapshots go: the states are folded again from what the log says now. */
export async function eraseStates(
  trx: Transaction<Schema>,
  person: ErasedPerson,
  conferenceIds: readonly string[],
): Promise<void> {
  const id = erasedId(person)
  for (let at = 0; at < conferenceIds.length; at += AT_ONCE) {
    const some = conferenceIds.slice(at, at + AT_ONCE)
    await run(trx, `delete from snapshots where conference_id in (${marks(some.length)})`, some)
  }
  await run(trx, 'delete from tickets where subject = ? or instr(data_json, ?) > 0', [id, JSON.stringify(id)])
  if (person.is === 'guest') {
    await run(trx, "update guests set name = '', number = '' where id = ?", [id])
    return
  }
  const rows = await run<{ id: string; index_json: string }>(
    trx,
    'select id, index_json from conferences where owner_id = ?',
    [id],
  )
  for (const row of rows) {
    const index = { ...(JSON.parse(row.index_json) as ConferenceIndex), ownerName: '' }
    await run(trx, 'update conferences set index_json = ?, search_text = ? where id = ?', [
      JSON.stringify(index),
      searchText(index),
      row.id,
    ])
  }
}
