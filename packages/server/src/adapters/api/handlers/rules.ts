import { randomBytes } from 'node:crypto'
import { parsePattern, Refusal, type Rule, refuse } from '@parley/core'
import type { ApiParts } from '../parts.ts'
import { presentCreatedRule, presentRule } from '../present/rule.ts'
import { ProblemError } from '../problem.ts'
import type { CreatedRuleView, NewRule, RuleView } from '../schema/rules.ts'

/** Every event is held against every rule. */
const MOST_RULES = 1_000
const SECRET_BYTES = 32

export async function makeRule(parts: ApiParts, given: NewRule): Promise<CreatedRuleView> {
  const { pushStore, courier, matcher, secrets, ids, clock } = parts
  const pattern = readPattern(given.pattern)
  const warnings = await courier.check(given.target.url)
  if ((await pushStore.rules()).length >= MOST_RULES) refuse('quota', `there are ${MOST_RULES} rules already`)
  const secret = given.target.secret ?? `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`
  const { type, url, retry } = given.target
  const rule: Rule = {
    id: ids.eventId(),
    name: given.name,
    enabled: given.enabled,
    pattern,
    target: { type, url, retry, sealedSecret: secrets.seal(secret) },
    createdAt: clock.now(),
  }
  await pushStore.createRule(rule)
  void matcher.run()
  return presentCreatedRule(rule, warnings, secret)
}

export async function showRules({ pushStore }: ApiParts): Promise<{ data: RuleView[] }> {
  return { data: (await pushStore.rules()).map((rule) => presentRule(rule)) }
}

export async function showRule({ pushStore }: ApiParts, id: string): Promise<RuleView> {
  return presentRule((await pushStore.rule(id)) ?? noRule())
}

export async function dropRule({ pushStore, clock }: ApiParts, id: string): Promise<void> {
  if (!(await pushStore.deleteRule(id, clock.now()))) noRule()
}

function readPattern(value: unknown): Rule['pattern'] {
  try {
    return parsePattern(value).pattern
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { path = '', rule } = error.details
    throw new Refusal(error.code, error.message, { path: `/pattern${path}`, ...(rule ? { rule } : {}) })
  }
}

function noRule(): never {
  throw new ProblemError(404, 'there is no such rule')
}
