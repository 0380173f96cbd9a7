import {
  type ConferenceId,
  type ErasedPerson,
  type Erasure,
  type EventId,
  erasePerson,
  type LogEntry,
  refuse,
  SITE,
} from '@parley/core'
import type { Transaction } from 'kysely'
import type { Database } from '../database.ts'
import { lockPositions, recordSiteEvents, toEntry } from '../log.ts'
import type { EventRow, Schema } from '../schema.ts'
import { marks, run } from '../statements.ts'
import { eraseDeliveries } from './deliveries.ts'
import { mayTellOf } from './scan.ts'
import { eraseStates, unclosedOf } from './states.ts'

const AT_ONCE = 100

export function createSqlErasure(database: Database): Erasure {
  const { dialect } = database
  return {
    async erase(person, record) {
      // Most of the log is looked at before anybody has to wait.
      const upTo = await database.read(async (db) => {
        const [row] = await run<{ last: number | null }>(db, 'select max(position) as last from events', [])
        return row?.last ?? 0
      })
      const early = await database.read((db) => mayTellOf(db, person, 0, upTo))
      return database.transaction(async (trx) => {
        const last = await lockPositions(trx, dialect)
        const positions = [...early, ...(await mayTellOf(trx, person, upTo, last))]
        const changed = await changedEntries(trx, person, positions)
        const conferenceIds = [...new Set(changed.map(({ conferenceId }) => conferenceId))].filter(
          (id) => id !== SITE,
        )
        if (await unclosedOf(trx, person, conferenceIds))
          refuse('conflict', 'the person belongs to a conference that is not closed')
        for (const entry of changed) await keep(trx, entry)
        await eraseStates(trx, person, conferenceIds)
        const told = changed.map(({ position }) => position)
        const { count: deliveries, cancel } = await eraseDeliveries(trx, dialect, told)
        const event = record({ events: changed.length, deliveries })
        await cancel(event.time)
        await recordSiteEvents(trx, [event])
        return { events: changed.length, deliveries, conferenceIds: conferenceIds as ConferenceId[] }
      })
    },
  }
}

/** What becomes of the entries at these positions, as far as it is another. In their order: a dead letter comes after its event. */
async function changedEntries(
  trx: Transaction<Schema>,
  person: ErasedPerson,
  positions: readonly number[],
): Promise<LogEntry[]> {
  const changed: LogEntry[] = []
  const told = new Set<EventId>()
  for (let at = 0; at < positions.length; at += AT_ONCE) {
    const some = positions.slice(at, at + AT_ONCE)
    const rows = await run<EventRow>(
      trx,
      `select * from events where position in (${marks(some.length)}) order by position`,
      some,
    )
    for (const row of rows) {
      const entry = toEntry(row)
      const next = erasePerson(entry, person, (id) => told.has(id as EventId))
      if (next === entry) continue
      told.add(entry.id)
      changed.push(next)
    }
  }
  return changed
}

async function keep(trx: Transaction<Schema>, entry: LogEntry): Promise<void> {
  const { id, position, conferenceId, revision, type, time, ...body } = entry
  await run(trx, 'update events set body = ? where position = ?', [JSON.stringify(body), position])
}
