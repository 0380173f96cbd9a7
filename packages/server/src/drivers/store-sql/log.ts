import { createHash } from 'node:crypto'
import {
  type EventId,
  type Log,
  type LogEntry,
  type NewSiteEvent,
  placeSiteEvents,
  type SiteRecorded,
} from '@parley/core'
import type { Kysely, Transaction } from 'kysely'
import type { Database } from './database.ts'
import type { SqlDialect } from './dialect.ts'
import { gather } from './gather.ts'
import type { EventRow, Schema } from './schema.ts'
import { insertRows, marks, run } from './statements.ts'

const EVENT = ['position', 'conference_id', 'revision', 'id', 'type', 'time', 'body', 'foreign_key'] as const
/** Looked up by one statement. */
const AT_ONCE = 100

export function createSqlLog(database: Database): Log {
  const recordTogether = gather((batch: readonly (readonly NewSiteEvent[])[]) =>
    database.transaction(async (trx) => {
      await lockPositions(trx, database.dialect)
      const placed = await recordSiteEvents(trx, batch.flat())
      return batch.map(({ length }) => placed.splice(0, length))
    }),
  )
  const one = (condition: string, value: unknown): Promise<LogEntry | null> =>
    database.read(async (db) => {
      const [row] = await run<EventRow>(db, `select * from events where ${condition} = ?`, [value])
      return row ? toEntry(row) : null
    })

  return {
    record: async (events) => (events.length === 0 ? [] : recordTogether(events)),

    entries: ({ after, limit }) =>
      database.read(async (db) => {
        const rows = await run<EventRow>(
          db,
          'select * from events where position > ? order by position limit ?',
          [after, limit],
        )
        return rows.map(toEntry)
      }),

    entry: (position) => one('position', position),
    byId: (id: EventId) => one('id', id),

    foreign: (bus, source, ids) =>
      database.read(async (db) => {
        const positions: number[] = []
        for (const some of chunks([...new Set(ids)])) positions.push(...(await newest(db, bus, source, some)))
        const found: SiteRecorded<'EventPut'>[] = []
        for (const some of chunks(positions)) {
          const rows = await run<EventRow>(
            db,
            `select * from events where position in (${marks(some.length)})`,
            some,
          )
          found.push(...rows.map((row) => toEntry(row) as SiteRecorded<'EventPut'>))
        }
        return found
      }),

    positionBefore: (time) =>
      database.read(async (db) => {
        const [row] = await run<{ first: number | null }>(
          db,
          'select min(position) as first from events where time >= ?',
          [time],
        )
        return row?.first != null ? row.first - 1 : lastPosition(db)
      }),

    lastPosition: () => database.read(lastPosition),
  }
}

async function lastPosition(db: Kysely<Schema>): Promise<number> {
  const [row] = await run<{ value: number }>(db, "select value from counters where name = 'position'", [])
  return row?.value ?? 0
}

async function newest(
  db: Kysely<Schema>,
  bus: string,
  source: string | null,
  ids: readonly string[],
): Promise<number[]> {
  const keys = ids.map((id) => foreignKey(bus, source ?? '', id))
  // Without a source: whatever begins with the hash of bus and id.
  const condition =
    source === null
      ? keys.map(() => '(foreign_key >= ? and foreign_key < ?)').join(' or ')
      : `foreign_key in (${marks(keys.length)})`
  const parameters =
    source === null ? keys.flatMap((key) => [key.slice(0, -HALF), `${key.slice(0, -HALF - 1)};`]) : keys
  const rows = await run<{ position: number }>(
    db,
    `select max(position) as position from events where ${condition} group by foreign_key`,
    parameters,
  )
  return rows.map(({ position }) => position)
}

/** Begins a transaction that appends to the log: appends of all nodes happen one after the other. Locked before all else. */
export async function lockPositions(trx: Transaction<Schema>, dialect: SqlDialect): Promise<number> {
  const [counter] = await run<{ value: number }>(
    trx,
    `select value from counters where name = 'position' ${dialect.lockRows}`,
    [],
  )
  return counter?.value ?? 0
}

/** In a transaction that has locked the positions. */
export async function recordSiteEvents(
  trx: Transaction<Schema>,
  events: readonly NewSiteEvent[],
): Promise<(SiteRecorded | null)[]> {
  if (events.length === 0) return []
  const counters = await run<{ name: string; value: number }>(
    trx,
    "select name, value from counters where name in ('position', 'site-revision')",
    [],
  )
  const last = new Map(counters.map(({ name, value }) => [name, value]))
  const known = new Set<string>()
  for (const some of chunks(events.map(({ id }) => id))) {
    const rows = await run<{ id: string }>(
      trx,
      `select id from events where id in (${marks(some.length)})`,
      some,
    )
    for (const { id } of rows) known.add(id)
  }
  const placed = placeSiteEvents(events, (id) => known.has(id), {
    position: last.get('position') ?? 0,
    revision: last.get('site-revision') ?? 0,
  })
  const entries = placed.filter((entry) => entry !== null)
  const newestEntry = entries.at(-1)
  if (!newestEntry) return placed
  await insertRows(trx, 'events', EVENT, entries.map(siteRow))
  await run(trx, "update counters set value = ? where name = 'position'", [newestEntry.position])
  await run(trx, "update counters set value = ? where name = 'site-revision'", [newestEntry.revision])
  return placed
}

/** The columns in the order of `EVENT`. */
function siteRow(entry: SiteRecorded): unknown[] {
  const { id, position, conferenceId, revision, type, time, ...body } = entry
  const key =
    entry.type === 'EventPut'
      ? foreignKey(entry.data.bus, entry.data.event.source, entry.data.event.id)
      : null
  return [position, conferenceId, revision, id, type, time, JSON.stringify(body), key]
}

const HALF = 32

/** Hash of bus and id, then of the source: found by all three, or by its beginning. */
export function foreignKey(bus: string, source: string, id: string): string {
  return `${hash([bus, id])}:${hash([source])}`
}

function hash(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, HALF)
}

function chunks<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / AT_ONCE) }, (_, at) =>
    all.slice(at * AT_ONCE, (at + 1) * AT_ONCE),
  )
}

export function toEntry({ position, conference_id, revision, id, type, time, body }: EventRow): LogEntry {
  return { id, position, conferenceId: conference_id, revision, type, time, ...JSON.parse(body) } as LogEntry
}
