import { type NewRule, type PushStore, type Rule, refuse } from '@parley/core'
import type { Kysely, Transaction } from 'kysely'
import type { Database } from '../database.ts'
import type { Schema } from '../schema.ts'
import { run } from '../statements.ts'
import { changeRules, findBus } from './buses.ts'
import { cancelTargets } from './cancel.ts'
import { ruleRow, targetRow, toRule, toTarget } from './rows.ts'
import type { RuleRow, TargetRow } from './schema.ts'

type Rules = Pick<PushStore, 'createRule' | 'rules' | 'rule' | 'ruleByName' | 'updateRule' | 'deleteRule'>

export function createSqlRules(database: Database): Rules {
  const { dialect } = database
  return {
    async createRule(rule) {
      const names = rule.targets.map(({ name }) => name)
      if (new Set(names).size < names.length) refuse('exists', 'two targets have one name')
      await changeRules(database, async (trx) => {
        if (!(await findBus(trx, rule.bus))) refuse('invalid', 'there is no such bus')
        await nameIsFree(trx, rule)
        await trx.insertInto('rules').values(ruleRow(rule)).execute()
        for (const target of rule.targets) {
          await trx.insertInto('targets').values(targetRow(rule.id, target)).execute()
        }
        return true
      })
    },
    rules: ({ bus } = {}) =>
      database.read((db) => (bus === undefined ? readRules(db) : readRules(db, 'r.bus = ?', [bus]))),
    rule: (id) => database.read((db) => readRule(db, id)),
    ruleByName: (bus, name) =>
      database.read(async (db) => {
        const [rule] = await readRules(db, 'r.bus = ? and r.name = ?', [bus, name])
        return rule ?? null
      }),
    updateRule: (id, change, now) =>
      changeRules(database, async (trx) => {
        const rule = await readRule(trx, id)
        if (!rule) return null
        const next = { ...rule, ...given(change), changedAt: now }
        await nameIsFree(trx, next)
        const { id: _, ...columns } = ruleRow(next)
        await trx.updateTable('rules').set(columns).where('id', '=', id).execute()
        return next
      }),
    deleteRule: (id, now) =>
      changeRules(database, async (trx) => {
        const rule = await readRule(trx, id)
        if (!rule) return false
        const targetIds = rule.targets.map((target) => target.id)
        await cancelTargets(trx, dialect, targetIds, now)
        await trx.deleteFrom('targets').where('rule_id', '=', id).execute()
        await trx.deleteFrom('rules').where('id', '=', id).execute()
        return true
      }),
  }
}

async function nameIsFree(
  trx: Transaction<Schema>,
  { id, bus, name }: Pick<NewRule, 'id' | 'bus' | 'name'>,
): Promise<void> {
  const holder = await trx
    .selectFrom('rules')
    .select('id')
    .where('bus', '=', bus)
    .where('name', '=', name)
    .executeTakeFirst()
  if (holder && holder.id !== id) refuse('exists', 'the name is taken')
}

type Joined = RuleRow & { [K in keyof Omit<TargetRow, 'seq'> as `t_${K}`]: TargetRow[K] | null }

const TARGET_COLUMNS = [
  'id',
  'rule_id',
  'name',
  'body',
  'paused',
  'open_until',
  'state_json',
  'version',
  'created_at',
] as const satisfies (keyof TargetRow)[]
const SELECT_RULES = `select r.*, ${TARGET_COLUMNS.map((column) => `t.${column} as t_${column}`).join(', ')}
  from rules r left join targets t on t.rule_id = r.id`

/** In the order of their creation. One statement, so that no rule is seen with the targets of another moment. */
export async function readRules(
  db: Kysely<Schema>,
  condition = '1 = 1',
  parameters: readonly unknown[] = [],
): Promise<Rule[]> {
  const rows = await run<Joined>(
    db,
    `${SELECT_RULES} where ${condition} order by r.created_at, r.id, t.seq`,
    parameters,
  )
  const rules = new Map<string, Rule>()
  for (const row of rows) {
    const rule = rules.get(row.id) ?? toRule(row, [])
    rules.set(row.id, rule)
    if (row.t_id !== null) rule.targets.push(toTarget(targetOf(row)))
  }
  return [...rules.values()]
}

export async function readRule(db: Kysely<Schema>, id: string): Promise<Rule | null> {
  const [rule] = await readRules(db, 'r.id = ?', [id])
  return rule ?? null
}

function targetOf(row: Joined): Omit<TargetRow, 'seq'> {
  return Object.fromEntries(TARGET_COLUMNS.map((column) => [column, row[`t_${column}`]])) as never
}

export async function touchRule(trx: Transaction<Schema>, id: string, now: number): Promise<void> {
  await trx.updateTable('rules').set({ changed_at: now }).where('id', '=', id).execute()
}

/** What was given as undefined was not given. */
export function given<T extends object>(change: T): T {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as T
}
