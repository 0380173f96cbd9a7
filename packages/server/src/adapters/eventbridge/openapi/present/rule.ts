import type { Rule } from '@parley/core'
import type { Names } from '../names.ts'
import type { OpenApiParts } from '../parts.ts'
import { presentTarget } from './target.ts'

/** A rule as it is answered ([AL] 3.1). */
export function presentRule(rule: Rule, parts: Pick<OpenApiParts, 'secrets'> & { names: Names }) {
  const { bus, name, description, enabled, pattern, tags, createdAt, changedAt } = rule
  return {
    EventBusName: bus,
    RuleARN: parts.names.ruleArn(bus, name),
    RuleName: name,
    Description: description,
    Status: enabled ? 'ENABLE' : 'DISABLE',
    FilterPattern: pattern,
    Targets: rule.targets.map((target) => presentTarget(target, bus, parts)),
    Ctime: createdAt,
    Mtime: changedAt,
    ...(isTags(tags) ? { Tags: tags } : {}),
  }
}

/** What another wire kept under the name may be anything; the SDK breaks on what is no object. */
export function isTags(tags: unknown): tags is object {
  return typeof tags === 'object' && tags !== null && !Array.isArray(tags)
}
