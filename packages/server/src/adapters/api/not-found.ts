import { HOOK_BUS, type Rule, refuse, type Target } from '@parley/core'
import type { ApiParts } from './parts.ts'
import { ProblemError } from './problem.ts'

export function notFound(what: string): never {
  throw new ProblemError(404, `there is no such ${what}`)
}

export async function findRule({ pushStore }: Pick<ApiParts, 'pushStore'>, id: string): Promise<Rule> {
  return (await pushStore.rule(id)) ?? notFound('rule')
}

export async function findTarget(
  { pushStore }: Pick<ApiParts, 'pushStore'>,
  id: string,
): Promise<{ rule: Rule; target: Target }> {
  return (await pushStore.target(id)) ?? notFound('target')
}

/** The enterprise hook is set through its own interface, and would be broken by a change from here. */
export function requireOwn({ bus }: Rule): void {
  if (bus === HOOK_BUS)
    refuse('forbidden', 'this belongs to the enterprise hook, and is set through its interface')
}

/** A bus that callers may name: refuses with `invalid` at `pointer` when there is none. */
export async function requireBus(
  { pushStore }: Pick<ApiParts, 'pushStore'>,
  name: string,
  pointer: string,
): Promise<void> {
  if (name !== HOOK_BUS && (await pushStore.bus(name))) return
  const rule = 'there is no such bus'
  refuse('invalid', `${pointer}: ${rule}`, { path: pointer, rule })
}
