import { refuse, type Ticket, type TicketKind, type Tickets } from '@parley/core'
import { type Insertable, type Kysely, sql } from 'kysely'
import type { Database } from './database.ts'
import type { Schema, TicketRow } from './schema.ts'

export function createSqlTickets(database: Database): Tickets {
  return {
    async put(ticket) {
      await database.transaction((trx) => trx.insertInto('tickets').values(toRow(ticket)).execute())
    },
    find: (kind, hash, now) => database.read((db) => valid(db, kind, hash, now)),
    take: (kind, hash, now) =>
      database.transaction(async (trx) => {
        const ticket = await valid(trx, kind, hash, now)
        if (!ticket) return null
        // Of two that have read it only one deletes it.
        const { numDeletedRows } = await trx.deleteFrom('tickets').where('hash', '=', hash).executeTakeFirst()
        return numDeletedRows === 1n ? ticket : null
      }),
    async succeed(previousHash, next) {
      await database.transaction(async (trx) => {
        const previous = await trx
          .selectFrom('tickets')
          .select('family')
          .where('hash', '=', previousHash)
          .modifyEnd(sql.raw(database.dialect.lockRows))
          .executeTakeFirst()
        if (!previous) refuse('wrong-credentials', 'the ticket is no longer good')
        await trx
          .insertInto('tickets')
          .values(toRow({ ...next, family: previous.family }))
          .execute()
      })
    },
    async settle({ hash, family, kind }) {
      await database.transaction((trx) =>
        trx
          .deleteFrom('tickets')
          .where('family', '=', family)
          .where('kind', '=', kind)
          .where('hash', '<>', hash)
          .execute(),
      )
    },
    async extend(hash, expiresAt) {
      await database.transaction((trx) =>
        trx.updateTable('tickets').set({ expires_at: expiresAt }).where('hash', '=', hash).execute(),
      )
    },
    async revoke(hash) {
      await database.transaction((trx) => trx.deleteFrom('tickets').where('hash', '=', hash).execute())
    },
    async revokeFamily(family) {
      await database.transaction((trx) => trx.deleteFrom('tickets').where('family', '=', family).execute())
    },
    async revokeSubject(kind, subject) {
      await database.transaction((trx) =>
        trx.deleteFrom('tickets').where('kind', '=', kind).where('subject', '=', subject).execute(),
      )
    },
    async keepNewest(kind, subject, count) {
      await database.transaction(async (trx) => {
        const own = await trx
          .selectFrom('tickets')
          .select('seq')
          .where('kind', '=', kind)
          .where('subject', '=', subject)
          .orderBy('created_at', 'desc')
          .orderBy('seq', 'desc')
          .execute()
        const surplus = own.slice(count).map(({ seq }) => seq)
        if (surplus.length > 0) await trx.deleteFrom('tickets').where('seq', 'in', surplus).execute()
      })
    },
    async prune(now) {
      await database.transaction((trx) => trx.deleteFrom('tickets').where('expires_at', '<=', now).execute())
    },
  }
}

async function valid(
  db: Kysely<Schema>,
  kind: TicketKind,
  hash: string,
  now: number,
): Promise<Ticket | null> {
  const row = await db
    .selectFrom('tickets')
    .selectAll()
    .where('hash', '=', hash)
    .where('kind', '=', kind)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  if (!row) return null
  return {
    hash,
    kind,
    family: row.family,
    subject: row.subject,
    data: JSON.parse(row.data_json) as Ticket['data'],
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }
}

function toRow(ticket: Ticket): Insertable<TicketRow> {
  const { hash, kind, family, subject, data, createdAt, expiresAt } = ticket
  return {
    hash,
    kind,
    family,
    subject,
    data_json: JSON.stringify(data),
    created_at: createdAt,
    expires_at: expiresAt,
  }
}
