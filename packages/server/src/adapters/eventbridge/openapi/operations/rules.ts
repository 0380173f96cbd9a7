import { catchUp, MOST_RULES, MOST_TARGETS, type NewTarget, Refusal, type RuleChange } from '@parley/core'
import { z } from 'zod'
import { deny } from '../errors.ts'
import { checkRuleName } from '../names.ts'
import type { Operation } from '../operation.ts'
import { page } from '../paging.ts'
import { presentRule } from '../present/rule.ts'
import { readPattern } from '../receive/pattern.ts'
import { busName, description, onRule, read, tags, text, whole } from '../receive/read.ts'
import { readStatus } from '../receive/status.ts'
import { readTarget } from '../receive/target.ts'
import { requireBus, requireRule } from './require.ts'

const said = z.object({ Description: description, Status: text, FilterPattern: text, Tags: tags })
const created = onRule.extend({ ...said.shape, Targets: z.array(z.unknown()).nullish() })
const updated = onRule.extend(said.shape)
const listed = z.object({ EventBusName: busName, RuleNamePrefix: text, Limit: whole, NextToken: text })

/** The rule with all its targets, or nothing ([AL] 5.4). */
export const createRule: Operation = async (body, parts) => {
  const { pushStore, ids, clock, matcher, names, patternOptions } = parts
  const given = read(created, body)
  const { RuleName: name, Targets, Description = '', Status = 'ENABLE', Tags = null } = given
  const bus = await requireBus(given.EventBusName, pushStore)
  checkRuleName(name)
  const enabled = readStatus(Status)
  readPattern(given.FilterPattern, patternOptions(bus.name))
  const others = await pushStore.rules()
  if (others.filter((rule) => rule.bus === bus.name).length >= MOST_RULES)
    deny('EventRuleCountExceedLimit', `the bus ${bus.name} has ${MOST_RULES} rules already`)
  if ((Targets ?? []).length > MOST_TARGETS)
    deny('EventTargetCountExceedLimit', `a rule has ${MOST_TARGETS} targets at most`)
  const targets: NewTarget[] = []
  for (const sent of Targets ?? []) {
    const target = await readTarget(sent, { bus: bus.name, rule: null }, parts)
    if (targets.some((other) => other.name === target.name))
      deny('EventRuleTargetIdDuplicate', `the target ${target.name} is there twice`)
    targets.push(target)
  }
  await catchUp(matcher, others)
  const now = clock.now()
  try {
    await pushStore.createRule({
      id: ids.eventId(),
      bus: bus.name,
      name,
      description: Description,
      enabled,
      pattern: given.FilterPattern ?? '',
      scope: {},
      targets,
      tags: Tags,
      createdAt: now,
      changedAt: now,
    })
  } catch (error) {
    if (error instanceof Refusal && error.code === 'exists')
      deny('EventRuleAlreadyExist', `there is a rule ${name} on the bus ${bus.name} already`)
    // The bus went while the targets were looked at.
    if (error instanceof Refusal && error.code === 'invalid')
      deny('EventBusNotExist', `there is no bus ${bus.name}`)
    throw error
  }
  void matcher.run()
  return { RuleARN: names.ruleArn(bus.name, name) }
}

/** What is not said stays as it is. */
export const updateRule: Operation = async (body, parts) => {
  const { pushStore, patternOptions } = parts
  const given = read(updated, body)
  const rule = await requireRule(given, pushStore)
  const { Description, Status, FilterPattern, Tags } = given
  if (FilterPattern !== undefined) readPattern(FilterPattern, patternOptions(rule.bus))
  return change(rule.id, given, parts, {
    ...(Description === undefined ? {} : { description: Description }),
    ...(Status === undefined ? {} : { enabled: readStatus(Status) }),
    ...(FilterPattern === undefined ? {} : { pattern: FilterPattern }),
    ...(Tags === undefined ? {} : { tags: Tags }),
  })
}

export const getRule: Operation = async (body, parts) =>
  presentRule(await requireRule(read(onRule, body), parts.pushStore), parts)

export const listRules: Operation = async (body, parts) => {
  const wish = read(listed, body)
  const bus = await requireBus(wish.EventBusName, parts.pushStore)
  const rules = (await parts.pushStore.rules({ bus: bus.name })).filter(({ name }) =>
    name.startsWith(wish.RuleNamePrefix ?? ''),
  )
  // Ids rise with time, so this is the order of their creation.
  const { items, ...rest } = page(rules, ({ id }) => id, wish)
  return { Rules: items.map((rule) => presentRule(rule, parts)), ...rest }
}

export const enableRule: Operation = (body, parts) => turn(body, parts, true)
export const disableRule: Operation = (body, parts) => turn(body, parts, false)

export const deleteRule: Operation = async (body, { pushStore, clock }) => {
  const given = read(onRule, body)
  const { id } = await requireRule(given, pushStore)
  if (!(await pushStore.deleteRule(id, clock.now()))) noRule(given)
  return {}
}

async function turn(body: unknown, parts: Parameters<Operation>[1], enabled: boolean): Promise<object> {
  const given = read(onRule, body)
  const { id } = await requireRule(given, parts.pushStore)
  return change(id, given, parts, { enabled })
}

async function change(
  id: string,
  given: { RuleName: string },
  { pushStore, clock, matcher }: Parameters<Operation>[1],
  to: RuleChange,
): Promise<object> {
  // What happened before is matched as it was then.
  await matcher.run()
  if (!(await pushStore.updateRule(id, to, clock.now()))) noRule(given)
  void matcher.run()
  return {}
}

function noRule({ RuleName }: { RuleName: string }): never {
  return deny('EventRuleNotExisted', `there is no rule ${RuleName}`)
}
