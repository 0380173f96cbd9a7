import {
  type Conference,
  type ConferenceFilter,
  type ConferenceId,
  type ConferenceIndex,
  type ConferenceStore,
  type Recorded,
  SITE,
} from '@parley/core'
import { type Kysely, type SelectQueryBuilder, sql } from 'kysely'
import { answerId, commitAppends } from './commit.ts'
import type { Database } from './database.ts'
import { toEntry } from './log.ts'
import type { ConferenceRow, EventRow, Schema } from './schema.ts'
import { run } from './statements.ts'

const MOST_FOUND = 500

export function createSqlConferenceStore(database: Database): ConferenceStore {
  return {
    async commit(appends) {
      if (appends.length === 0) return []
      return database.transaction((trx) => commitAppends(trx, database.dialect, appends))
    },

    load: (id) =>
      database.read(async (db) => {
        if (id === SITE) return null
        const [kept] = await run<{ revision: number; state_json: string }>(
          db,
          'select revision, state_json from snapshots where conference_id = ?',
          [id],
        )
        // Only after the snapshot, so that nothing between the two is missed.
        const rows = await run<EventRow>(
          db,
          'select * from events where conference_id = ? and revision > ? order by revision',
          [id, kept?.revision ?? 0],
        )
        if (!kept && rows.length === 0) return null
        const snapshot = kept ? (JSON.parse(kept.state_json) as Conference) : null
        return { snapshot, since: rows.map(toRecorded) }
      }),

    eventsOf: (id, { after, limit }) =>
      database.read(async (db) => {
        if (id === SITE) return []
        const rows = await run<EventRow>(
          db,
          'select * from events where conference_id = ? and revision > ? order by revision limit ?',
          [id, after, limit],
        )
        return rows.map(toRecorded)
      }),

    findByLink: (linkLookup) =>
      database.read(async (db) => {
        const row = await db
          .selectFrom('conferences')
          .selectAll()
          .where('link_lookup', '=', linkLookup)
          .orderBy(sql`case when state = 'closed' then 1 else 0 end`)
          .orderBy('closed_at', 'desc')
          .limit(1)
          .executeTakeFirst()
        return row ? toIndex(row) : null
      }),

    find: (filter) =>
      database.read(async (db) => {
        const { total } = await matching(db, filter)
          .select((eb) => eb.fn.countAll<number>().as('total'))
          .executeTakeFirstOrThrow()
        const direction = filter.descending ? 'desc' : 'asc'
        const rows = await matching(db, filter)
          .selectAll()
          .orderBy('starts_at', direction)
          .orderBy('id', direction)
          .limit(Math.min(filter.limit, MOST_FOUND))
          .offset(filter.offset ?? 0)
          .execute()
        return { total, items: rows.map(toIndex) }
      }),

    due: (now, limit) =>
      database.read(async (db) => {
        const rows = await db
          .selectFrom('conferences')
          .select('id')
          .where('due_at', '<=', now)
          .orderBy('due_at')
          .limit(limit)
          .execute()
        return rows.map(({ id }) => id as ConferenceId)
      }),

    nextDue: () =>
      database.read(async (db) => {
        const row = await db
          .selectFrom('conferences')
          .select((eb) => eb.fn.min('due_at').as('at'))
          .executeTakeFirst()
        return row?.at ?? null
      }),

    keptAnswer: (scope, key, now) =>
      database.read(async (db) => {
        const row = await db
          .selectFrom('kept_answers')
          .selectAll()
          .where('id', '=', answerId({ scope, key }))
          .where('expires_at', '>', now)
          .executeTakeFirst()
        if (!row) return null
        return { scope, key, fingerprint: row.fingerprint, answer: row.answer, expiresAt: row.expires_at }
      }),

    async prune(now) {
      await database.transaction((trx) =>
        trx.deleteFrom('kept_answers').where('expires_at', '<=', now).execute(),
      )
    },
  }
}

function matching(
  db: Kysely<Schema>,
  filter: ConferenceFilter,
): SelectQueryBuilder<Schema, 'conferences', object> {
  const { tenantId, ownerId, seenBy, states, text, startsFrom, startsBefore } = filter
  let query = db.selectFrom('conferences') as SelectQueryBuilder<Schema, 'conferences', object>
  if (tenantId !== undefined) query = query.where('tenant_id', '=', tenantId)
  if (ownerId !== undefined) query = query.where('owner_id', '=', ownerId)
  if (states !== undefined) query = query.where('state', 'in', states.length > 0 ? states : [''])
  if (startsFrom !== undefined) query = query.where('starts_at', '>=', startsFrom)
  if (startsBefore !== undefined) query = query.where('starts_at', '<', startsBefore)
  if (text !== undefined) query = query.where(sql<boolean>`instr(search_text, ${text.toLowerCase()}) > 0`)
  if (seenBy !== undefined) {
    query = query.where((eb) =>
      eb.or([
        eb('owner_id', '=', seenBy),
        eb(
          'id',
          'in',
          eb.selectFrom('conference_invited').select('conference_id').where('user_id', '=', seenBy),
        ),
      ]),
    )
  }
  return query
}

function toRecorded(row: EventRow): Recorded {
  return toEntry(row) as Recorded
}

function toIndex({ revision, due_at, index_json }: ConferenceRow): ConferenceIndex {
  const rest = JSON.parse(index_json) as Omit<ConferenceIndex, 'revision' | 'dueAt'>
  return { ...rest, revision, dueAt: due_at }
}
