import { Refusal, type Rule } from '@parley/core'
import type { ApiParts } from '../parts.ts'
import { readPattern } from '../patterns.ts'
import type { CreatedRuleView, RuleView } from '../schema/rules.ts'
import { presentTarget, type TargetSurroundings } from './target.ts'
import { timeText } from './time.ts'

/** Without secrets. `warnings`: those that do not show in the rule itself. */
export function presentRule(
  parts: Pick<ApiParts, 'patternOptions'>,
  rule: Rule,
  around: TargetSurroundings,
  warnings: readonly string[] = [],
): RuleView {
  const { id, bus, name, description, enabled, pattern, scope, targets, createdAt, changedAt } = rule
  return {
    id,
    bus,
    name,
    description,
    enabled,
    pattern: JSON.parse(pattern) as Record<string, unknown>,
    scope,
    targets: targets.map((target) => presentTarget(id, target, around)),
    createdAt: timeText(createdAt),
    changedAt: timeText(changedAt),
    warnings: [...patternWarnings(parts, rule), ...warnings],
  }
}

/** `secrets`: of each target, as its owner is to know it. */
export function presentCreatedRule(view: RuleView, secrets: readonly (string | null)[]): CreatedRuleView {
  return {
    ...view,
    targets: view.targets.map((target, at) => ({ ...target, secret: secrets[at] ?? null })),
  }
}

/** A rule that was kept is shown, whatever a later version of the server thinks of its pattern. */
function patternWarnings(parts: Pick<ApiParts, 'patternOptions'>, { bus, pattern }: Rule): string[] {
  try {
    return readPattern(parts, bus, pattern).warnings
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return [error.message]
  }
}
