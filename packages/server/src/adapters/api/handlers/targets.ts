import { catchUp, type NewTarget as KeptTarget, MOST_TARGETS, refuse, runningSince } from '@parley/core'
import { requireMatch, targetTag } from '../etag.ts'
import { findRule, findTarget, notFound, requireOwn } from '../not-found.ts'
import type { ApiParts } from '../parts.ts'
import { presentTarget, surroundings, withSecret } from '../present/target.ts'
import type { Rotation } from '../schema/signing.ts'
import type { NewTarget, TargetChange, TargetView, TargetWithSecretView } from '../schema/targets.ts'
import { rotated } from '../signing.ts'
import { readNewTarget, readTargetChange } from '../target-settings.ts'

/** The targets of a new rule, in order, with what their owner is told once. */
export async function readTargets(
  parts: ApiParts,
  bus: string,
  given: readonly NewTarget[],
): Promise<{ targets: KeptTarget[]; secrets: (string | null)[]; warnings: string[] }> {
  const twice = given.findIndex(({ name }, at) => given.findIndex((one) => one.name === name) < at)
  const rule = 'is the name of another target'
  if (twice >= 0)
    refuse('invalid', `/targets/${twice}/name: ${rule}`, { path: `/targets/${twice}/name`, rule })
  const read = await Promise.all(given.map((one, at) => readNewTarget(parts, bus, one, `/targets/${at}`)))
  return {
    targets: read.map(({ settings }) => keptTarget(parts, settings)),
    secrets: read.map(({ secret }) => secret),
    warnings: read.flatMap(({ warnings }) => warnings),
  }
}

export async function makeTarget(
  parts: ApiParts,
  ruleId: string,
  given: NewTarget,
): Promise<TargetWithSecretView> {
  const rule = await findRule(parts, ruleId)
  requireOwn(rule)
  if (rule.targets.length >= MOST_TARGETS) refuse('quota', `the rule has ${MOST_TARGETS} targets already`)
  const { settings, secret } = await readNewTarget(parts, rule.bus, given)
  const { pushStore, matcher, clock } = parts
  const target = keptTarget(parts, settings)
  await catchUp(matcher, await pushStore.rules())
  if (!(await pushStore.addTarget(ruleId, target, clock.now()))) notFound('rule')
  void matcher.run()
  return withSecret((await showTarget(parts, target.id)).view, secret)
}

export async function showTarget(parts: ApiParts, id: string): Promise<{ view: TargetView; etag: string }> {
  const { rule, target } = await findTarget(parts, id)
  return { view: presentTarget(rule.id, target, await surroundings(parts)), etag: targetTag(target) }
}

export async function editTarget(
  parts: ApiParts,
  id: string,
  change: TargetChange,
  ifMatch: string | undefined,
): Promise<{ view: TargetWithSecretView; etag: string }> {
  const { rule, target } = await findTarget(parts, id)
  requireOwn(rule)
  requireMatch(ifMatch, targetTag(target))
  const { settings, secret } = await readTargetChange(parts, rule.bus, target, change)
  if (!(await parts.pushStore.updateTarget(id, settings, parts.clock.now()))) notFound('target')
  parts.worker.wake()
  const { view, etag } = await showTarget(parts, id)
  return { view: withSecret(view, secret), etag }
}

export async function dropTarget(parts: ApiParts, id: string, ifMatch: string | undefined): Promise<void> {
  const { rule, target } = await findTarget(parts, id)
  requireOwn(rule)
  requireMatch(ifMatch, targetTag(target))
  if (!(await parts.pushStore.deleteTarget(id, parts.clock.now()))) notFound('target')
}

export async function rotate(parts: ApiParts, id: string, asked: Rotation): Promise<TargetWithSecretView> {
  const { rule, target } = await findTarget(parts, id)
  requireOwn(rule)
  const now = parts.clock.now()
  const { signing, secret } = rotated(parts, target.signing, asked, now)
  if (!(await parts.pushStore.updateTarget(id, { signing }, now))) notFound('target')
  return withSecret((await showTarget(parts, id)).view, secret)
}

function keptTarget(
  { ids, clock }: ApiParts,
  settings: Omit<KeptTarget, 'id' | 'state' | 'createdAt'>,
): KeptTarget {
  const now = clock.now()
  return { ...settings, id: ids.eventId(), state: runningSince(now), createdAt: now }
}
