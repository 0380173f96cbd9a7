import type { ConferenceId, Guest, GuestId, Guests, RunId } from '@parley/core'
import type { Database } from './database.ts'
import type { GuestRow } from './schema.ts'

export function createSqlGuests(database: Database): Guests {
  return {
    async put(guest) {
      await database.transaction((trx) => trx.insertInto('guests').values(toRow(guest)).execute())
    },
    get: (id) =>
      database.read(async (db) => {
        const row = await db.selectFrom('guests').selectAll().where('id', '=', id).executeTakeFirst()
        return row ? toGuest(row) : null
      }),
    async activate(id, { name, runId, expiresAt }) {
      await database.transaction((trx) =>
        trx
          .updateTable('guests')
          .set({ name, run_id: runId, expires_at: expiresAt, state: 'active' })
          .where('id', '=', id)
          .execute(),
      )
    },
    async expire(id, at) {
      await database.transaction((trx) =>
        trx
          .updateTable('guests')
          .set({ expires_at: at })
          .where('id', '=', id)
          .where('expires_at', '>', at)
          .execute(),
      )
    },
    async expireAll(conferenceId, at) {
      await database.transaction((trx) =>
        trx
          .updateTable('guests')
          .set({ expires_at: at })
          .where('conference_id', '=', conferenceId)
          .where('expires_at', '>', at)
          .execute(),
      )
    },
    countSince: (conferenceId, since) =>
      database.read(async (db) => {
        const { count } = await db
          .selectFrom('guests')
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .where('conference_id', '=', conferenceId)
          .where('created_at', '>=', since)
          .executeTakeFirstOrThrow()
        return count
      }),
    async prune(before) {
      await database.transaction((trx) => trx.deleteFrom('guests').where('expires_at', '<', before).execute())
    },
  }
}

function toRow(guest: Guest): GuestRow {
  return {
    id: guest.id,
    conference_id: guest.conferenceId,
    name: guest.name,
    number: guest.number,
    proof: guest.proof,
    run_id: guest.runId,
    state: guest.state,
    created_at: guest.createdAt,
    expires_at: guest.expiresAt,
  }
}

function toGuest(row: GuestRow): Guest {
  return {
    id: row.id as GuestId,
    conferenceId: row.conference_id as ConferenceId,
    name: row.name,
    number: row.number,
    proof: row.proof as Guest['proof'],
    runId: row.run_id as RunId | null,
    state: row.state as Guest['state'],
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }
}
