import {
  catchUp,
  HOOK_BUS,
  type NewRule as KeptRule,
  MOST_RULES,
  type Rule,
  type RuleChange,
  type RuleScope,
  refuse,
} from '@parley/core'
import type { z } from 'zod'
import { type RulePlace, readRuleCursor, writeRuleCursor } from '../cursor.ts'
import { requireMatch, ruleTag } from '../etag.ts'
import { findRule, notFound, requireBus, requireOwn } from '../not-found.ts'
import type { ApiParts } from '../parts.ts'
import { patternText, readPattern } from '../patterns.ts'
import { presentCreatedRule, presentRule } from '../present/rule.ts'
import { surroundings } from '../present/target.ts'
import type {
  CreatedRuleView,
  NewRule,
  RuleChangeBody,
  RuleView,
  ruleList,
  ruleQuery,
} from '../schema/rules.ts'
import { readTargets } from './targets.ts'

type Tagged = { view: RuleView; etag: string }

export async function makeRule(parts: ApiParts, given: NewRule): Promise<CreatedRuleView> {
  const { pushStore, matcher, ids, clock } = parts
  const { name, bus, description, enabled, scope } = given
  await requireBus(parts, bus, '/bus')
  const pattern = patternText(given.pattern)
  readPattern(parts, bus, pattern)
  const { targets, secrets, warnings } = await readTargets(parts, bus, given.targets)
  const others = await pushStore.rules()
  if (others.filter((one) => one.bus === bus).length >= MOST_RULES)
    refuse('quota', `there are ${MOST_RULES} rules on this bus already`)
  await catchUp(matcher, others)
  const now = clock.now()
  const rule: KeptRule = {
    id: ids.eventId(),
    bus,
    name,
    description,
    enabled,
    pattern,
    scope: scope as RuleScope,
    targets,
    tags: null,
    createdAt: now,
    changedAt: now,
  }
  await pushStore.createRule(rule)
  void matcher.run()
  const view = presentRule(parts, await findRule(parts, rule.id), await surroundings(parts), warnings)
  return presentCreatedRule(view, secrets)
}

export async function showRules(
  parts: ApiParts,
  { bus, name, enabled, health, after, limit }: z.output<typeof ruleQuery>,
): Promise<z.infer<typeof ruleList>> {
  const behind = after === undefined ? null : readRuleCursor(after)
  const all = (await parts.pushStore.rules(bus === undefined ? {} : { bus })).filter(
    (rule) =>
      (bus !== undefined || rule.bus !== HOOK_BUS) &&
      (name === undefined || rule.name === name) &&
      (enabled === undefined || rule.enabled === enabled) &&
      (health === undefined || rule.targets.some(({ state }) => isOfHealth(state, health))) &&
      (!behind || isBehind(rule, behind)),
  )
  const page = all.slice(0, limit)
  const last = page.at(-1)
  const around = await surroundings(parts)
  return {
    data: page.map((rule) => presentRule(parts, rule, around)),
    next: last && all.length > limit ? writeRuleCursor(last) : null,
  }
}

export async function showRule(parts: ApiParts, id: string): Promise<Tagged> {
  return present(parts, await findRule(parts, id))
}

export async function editRule(
  parts: ApiParts,
  id: string,
  body: RuleChangeBody,
  ifMatch: string | undefined,
): Promise<Tagged> {
  const rule = await findRule(parts, id)
  requireOwn(rule)
  requireMatch(ifMatch, ruleTag(rule))
  const { pattern: given, scope, ...plain } = body
  const change: RuleChange = { ...plain, ...(scope ? { scope: scope as RuleScope } : {}) }
  if (given !== undefined) {
    change.pattern = patternText(given)
    readPattern(parts, rule.bus, change.pattern)
  }
  // What happened before is matched as it was then.
  await parts.matcher.run()
  const changed = (await parts.pushStore.updateRule(id, change, parts.clock.now())) ?? notFound('rule')
  void parts.matcher.run()
  return present(parts, changed)
}

export async function dropRule(parts: ApiParts, id: string, ifMatch: string | undefined): Promise<void> {
  const rule = await findRule(parts, id)
  requireOwn(rule)
  requireMatch(ifMatch, ruleTag(rule))
  if (!(await parts.pushStore.deleteRule(id, parts.clock.now()))) notFound('rule')
}

async function present(parts: ApiParts, rule: Rule): Promise<Tagged> {
  return { view: presentRule(parts, rule, await surroundings(parts)), etag: ruleTag(rule) }
}

function isBehind({ createdAt, id }: Rule, place: RulePlace): boolean {
  return createdAt === place.createdAt ? id > place.id : createdAt > place.createdAt
}

function isOfHealth(state: Rule['targets'][number]['state'], health: 'failing' | 'paused'): boolean {
  return health === 'paused' ? state.is === 'paused' : state.failingSince !== null
}
