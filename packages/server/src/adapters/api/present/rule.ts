import { parsePattern, type Rule } from '@parley/core'
import type { CreatedRuleView, RuleView } from '../schema/rules.ts'

/** Without the secret. `warnings`: those that do not show in the rule itself. */
export function presentRule(rule: Rule, warnings: readonly string[] = []): RuleView {
  const { id, name, enabled, pattern, target, createdAt } = rule
  return {
    id,
    name,
    enabled,
    pattern,
    target: { type: target.type, url: target.url, retry: target.retry },
    createdAt: new Date(createdAt).toISOString(),
    warnings: [...parsePattern(pattern).warnings.map((warning) => `/pattern${warning}`), ...warnings],
  }
}

export function presentCreatedRule(rule: Rule, warnings: readonly string[], secret: string): CreatedRuleView {
  const view = presentRule(rule, warnings)
  return { ...view, target: { ...view.target, secret } }
}
