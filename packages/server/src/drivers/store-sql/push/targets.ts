import { type PushStore, refuse, type StateChange } from '@parley/core'
import type { Transaction } from 'kysely'
import type { Database } from '../database.ts'
import { lockPositions, recordSiteEvents } from '../log.ts'
import type { Schema } from '../schema.ts'
import { changeRules } from './buses.ts'
import { cancelTargets } from './cancel.ts'
import { lockTargets } from './lock-targets.ts'
import { settingsColumns, stateColumns, targetRow, toSettings } from './rows.ts'
import { given, readRule, readRules, touchRule } from './rules.ts'

type Targets = Pick<
  PushStore,
  'addTarget' | 'updateTarget' | 'deleteTarget' | 'target' | 'deletedTarget' | 'changeTargetState'
>

export function createSqlTargets(database: Database): Targets {
  const { dialect } = database
  return {
    addTarget: (ruleId, target, now) =>
      changeRules(database, async (trx) => {
        const rule = await readRule(trx, ruleId)
        if (!rule) return false
        if (rule.targets.some(({ name }) => name === target.name)) refuse('exists', 'the name is taken')
        await trx.insertInto('targets').values(targetRow(ruleId, target)).execute()
        await touchRule(trx, ruleId, now)
        return true
      }),
    updateTarget: (targetId, change, now) =>
      changeRules(database, async (trx) => {
        await lockTargets(trx, dialect.lockRows, [targetId])
        const found = await findTarget(trx, targetId)
        if (!found) return null
        const { rule, target } = found
        const next = { ...target, ...given(change), version: target.version + 1 }
        if (rule.targets.some(({ id, name }) => id !== targetId && name === next.name))
          refuse('exists', 'the name is taken')
        const { id, state, version, createdAt, ...settings } = next
        await trx
          .updateTable('targets')
          .set({ ...settingsColumns(settings), version })
          .where('id', '=', targetId)
          .execute()
        await touchRule(trx, rule.id, now)
        return next
      }),
    deleteTarget: (targetId, now) =>
      changeRules(database, async (trx) => {
        const found = await findTarget(trx, targetId)
        if (!found) return false
        const { rule, target } = found
        await cancelTargets(trx, dialect, [targetId], now)
        await trx.deleteFrom('targets').where('id', '=', targetId).execute()
        const { id, state, version, createdAt, ...settings } = target
        await trx
          .insertInto('deleted_targets')
          .values({ rule_id: rule.id, ...settingsColumns(settings), deleted_at: now })
          .execute()
        await touchRule(trx, rule.id, now)
        return true
      }),
    target: (targetId) => database.read((db) => findTarget(db, targetId)),
    deletedTarget: (ruleId, name, since) =>
      database.read(async (db) => {
        const row = await db
          .selectFrom('deleted_targets')
          .selectAll()
          .where('rule_id', '=', ruleId)
          .where('name', '=', name)
          .orderBy('seq', 'desc')
          .limit(1)
          .executeTakeFirst()
        return row && row.deleted_at >= since ? toSettings(row) : null
      }),
    changeTargetState: (change) =>
      database.transaction(async (trx) => {
        if (change.record.length > 0) await lockPositions(trx, dialect)
        return changeState(trx, change)
      }),
  }
}

async function findTarget(
  db: Parameters<typeof readRules>[0],
  targetId: string,
): ReturnType<PushStore['target']> {
  const [rule] = await readRules(db, 'r.id = (select rule_id from targets where id = ?)', [targetId])
  const target = rule?.targets.find(({ id }) => id === targetId)
  return rule && target ? { rule, target } : null
}

/** In a transaction that has locked the positions, if there is something to record. */
export async function changeState(
  trx: Transaction<Schema>,
  { targetId, from, to, record }: StateChange,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('targets')
    .set({ ...stateColumns(to), version: from + 1 })
    .where('id', '=', targetId)
    .where('version', '=', from)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  await recordSiteEvents(trx, record)
  return true
}
