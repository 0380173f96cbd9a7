import { type PushStore, type Rule, refuse } from '@parley/core'
import { sql, type Transaction } from 'kysely'
import type { Database } from './database.ts'
import type { Schema } from './schema.ts'

type Rules = Pick<PushStore, 'createRule' | 'rules' | 'rule' | 'deleteRule' | 'rulesVersion'>
type RuleRow = Schema['rules']

export function createSqlRules(database: Database): Rules {
  return {
    async createRule(rule) {
      await database.transaction(async (trx) => {
        // First, because it also makes two creations of one name wait for each other.
        await riseVersion(trx)
        const taken = await trx
          .selectFrom('rules')
          .select('id')
          .where('name', '=', rule.name)
          .executeTakeFirst()
        if (taken) refuse('exists', 'the name is taken')
        await trx.insertInto('rules').values(toRow(rule)).execute()
      })
    },
    rules: () =>
      database.read(async (db) => {
        const rows = await db.selectFrom('rules').selectAll().orderBy('created_at').orderBy('id').execute()
        return rows.map(toRule)
      }),
    rule: (id) =>
      database.read(async (db) => {
        const row = await db.selectFrom('rules').selectAll().where('id', '=', id).executeTakeFirst()
        return row ? toRule(row) : null
      }),
    deleteRule: (id) =>
      database.transaction(async (trx) => {
        const { numDeletedRows } = await trx.deleteFrom('rules').where('id', '=', id).executeTakeFirst()
        if (numDeletedRows === 0n) return false
        await riseVersion(trx)
        await trx
          .updateTable('deliveries')
          .set({ status: 'cancelled', due_at: null, free_at: null, worker: null })
          .where('rule_id', '=', id)
          .where('status', '=', 'pending')
          .execute()
        return true
      }),
    rulesVersion: () =>
      database.read(async (db) => {
        const row = await db
          .selectFrom('counters')
          .select('value')
          .where('name', '=', 'push-rules')
          .executeTakeFirst()
        return row?.value ?? 0
      }),
  }
}

async function riseVersion(trx: Transaction<Schema>): Promise<void> {
  await trx
    .updateTable('counters')
    .set({ value: sql<number>`value + 1` })
    .where('name', '=', 'push-rules')
    .execute()
}

function toRow({ id, name, enabled, createdAt, pattern, target }: Rule): RuleRow {
  return {
    id,
    name,
    enabled: enabled ? 1 : 0,
    created_at: createdAt,
    body: JSON.stringify({ pattern, target }),
  }
}

function toRule({ id, name, enabled, created_at, body }: RuleRow): Rule {
  const { pattern, target } = JSON.parse(body) as Pick<Rule, 'pattern' | 'target'>
  return { id, name, enabled: enabled === 1, pattern, target, createdAt: created_at }
}
