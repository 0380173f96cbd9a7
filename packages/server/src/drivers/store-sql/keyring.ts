import type { Keyring } from '@parley/core'
import type { Kysely } from 'kysely'
import type { Database } from './database.ts'
import type { Schema } from './schema.ts'
import { insertRows } from './statements.ts'

export function createSqlKeyring(database: Database): Keyring {
  return {
    get: (name) => database.read((db) => holding(db, name)),
    putIfAbsent: (name, value) =>
      database.transaction(async (trx) => {
        await insertRows(
          trx,
          'keyring',
          ['name', 'value'],
          [[name, value]],
          database.dialect.orUpdate(['name'], []),
        )
        return (await holding(trx, name)) ?? value
      }),
    async put(name, value) {
      await database.transaction((trx) =>
        insertRows(
          trx,
          'keyring',
          ['name', 'value'],
          [[name, value]],
          database.dialect.orUpdate(['name'], ['value']),
        ),
      )
    },
  }
}

async function holding(db: Kysely<Schema>, name: string): Promise<string | null> {
  const row = await db.selectFrom('keyring').select('value').where('name', '=', name).executeTakeFirst()
  return row?.value ?? null
}
