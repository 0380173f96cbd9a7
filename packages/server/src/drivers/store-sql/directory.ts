import { type Directory, type NewUser, refuse, type TenantId, type User, type UserId } from '@parley/core'
import { type Selectable, sql, type Transaction } from 'kysely'
import type { Database } from './database.ts'
import { hashPassword, type ScryptCost, verifyPassword } from './password.ts'
import type { Schema, UserRow } from './schema.ts'

export function createSqlDirectory(database: Database, cost: ScryptCost): Directory {
  async function findBy(
    column: 'id' | 'account_key' | 'number',
    value: string,
  ): Promise<Selectable<UserRow> | null> {
    const row = await database.read((db) =>
      db.selectFrom('users').selectAll().where(column, '=', value).executeTakeFirst(),
    )
    return row ?? null
  }

  async function userBy(column: 'id' | 'account_key' | 'number', value: string): Promise<User | null> {
    const row = await findBy(column, value)
    return row && toUser(row)
  }

  /** The next number; the lock on the counter makes creations of all nodes wait for each other. */
  async function drawNumber(trx: Transaction<Schema>, account: string | undefined): Promise<number> {
    const counter = await trx
      .selectFrom('counters')
      .select('value')
      .where('name', '=', 'user-number')
      .modifyEnd(sql.raw(database.dialect.lockRows))
      .executeTakeFirstOrThrow()
    let number = counter.value + 1
    // Somebody may have chosen the account that a number would give.
    while (account === undefined && (await isTaken(trx, `u${number}`))) number += 1
    await trx.updateTable('counters').set({ value: number }).where('name', '=', 'user-number').execute()
    return number
  }

  return {
    async create(user) {
      const hash = user.password === undefined ? null : await hashPassword(user.password, cost)
      return database.transaction(async (trx) => {
        const number = await drawNumber(trx, user.account)
        const row = newRow(user, number, hash)
        if (await isTaken(trx, row.account)) refuse('exists', 'the account is taken')
        await trx.insertInto('users').values(row).execute()
        return toUser(row)
      })
    },
    byId: (id) => userBy('id', id),
    byAccount: (account) => userBy('account_key', keyOf(account)),
    byNumber: (number) => userBy('number', number),
    async verify(account, password) {
      const row = await findBy('account_key', keyOf(account))
      const right = await verifyPassword(password, row?.password_hash ?? null, cost)
      return row && right ? toUser(row) : null
    },
    async setPassword(id, password) {
      const hash = await hashPassword(password, cost)
      const { numUpdatedRows } = await database.transaction((trx) =>
        trx.updateTable('users').set({ password_hash: hash }).where('id', '=', id).executeTakeFirst(),
      )
      if (numUpdatedRows === 0n) refuse('no-person', 'there is no such account')
    },
  }
}

async function isTaken(trx: Transaction<Schema>, account: string): Promise<boolean> {
  const row = await trx
    .selectFrom('users')
    .select('id')
    .where('account_key', '=', keyOf(account))
    .executeTakeFirst()
  return row !== undefined
}

function keyOf(account: string): string {
  return account.toLowerCase()
}

function newRow(user: NewUser, number: number, hash: string | null): UserRow {
  const account = user.account ?? `u${number}`
  return {
    id: user.id,
    tenant_id: user.tenantId,
    account,
    account_key: keyOf(account),
    name: user.name,
    number: String(number),
    mobile: user.mobile,
    email: user.email,
    admin: user.admin ? 1 : 0,
    status: 'normal',
    password_hash: hash,
    created_at: user.createdAt,
    changed_at: user.createdAt,
  }
}

function toUser(row: Selectable<UserRow>): User {
  return {
    id: row.id as UserId,
    tenantId: row.tenant_id as TenantId,
    account: row.account,
    name: row.name,
    number: row.number,
    mobile: row.mobile,
    email: row.email,
    admin: row.admin === 1,
    status: row.status as User['status'],
    createdAt: row.created_at,
    changedAt: row.changed_at,
  }
}
