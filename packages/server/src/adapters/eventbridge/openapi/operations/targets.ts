import { catchUp, MOST_TARGETS, Refusal, type Rule } from '@parley/core'
import { z } from 'zod'
import { ApiError, deny } from '../errors.ts'
import type { Operation, OperationParts } from '../operation.ts'
import { limitOf } from '../paging.ts'
import { presentTarget } from '../present/target.ts'
import { onRule, read, whole } from '../receive/read.ts'
import { readTarget } from '../receive/target.ts'
import { requireRule } from './require.ts'

const created = onRule.extend({ Targets: z.array(z.unknown()).min(1) })
const deleted = onRule.extend({ TargetIds: z.array(z.string()).min(1) })
const listed = onRule.extend({ Limit: whole })

/** One after the other; what is wrong with one is told of that one, and the others are made ([AL] 5.4). */
export const createTargets: Operation = async (body, parts) => {
  const given = read(created, body)
  const { id } = await requireRule(given, parts.pushStore)
  await catchUp(parts.matcher, await parts.pushStore.rules())
  const answer = await eachEntry(
    given.Targets.map((sent) => ({ sent, entryId: idIn(sent) })),
    async ({ sent }) => {
      // Anew for each: the one before is among its targets now.
      const rule = (await parts.pushStore.rule(id)) ?? noRule(given.RuleName)
      await addTarget(sent, rule, parts)
    },
  )
  parts.worker.wake()
  void parts.matcher.run()
  return answer
}

export const deleteTargets: Operation = async (body, { pushStore, clock }) => {
  const given = read(deleted, body)
  const rule = await requireRule(given, pushStore)
  return eachEntry(
    given.TargetIds.map((entryId) => ({ entryId })),
    async ({ entryId }) => {
      const target = rule.targets.find(({ name }) => name === entryId)
      if (!target || !(await pushStore.deleteTarget(target.id, clock.now())))
        deny('EventTargetNotExist', `the rule has no target ${entryId}`)
    },
  )
}

export const listTargets: Operation = async (body, parts) => {
  const wish = read(listed, body)
  const { targets, bus } = await requireRule(wish, parts.pushStore)
  return { Targets: targets.slice(0, limitOf(wish)).map((target) => presentTarget(target, bus, parts)) }
}

async function addTarget(sent: unknown, rule: Rule, parts: OperationParts): Promise<void> {
  const name = idIn(sent)
  if (rule.targets.some((other) => other.name === name)) duplicate(name)
  if (rule.targets.length >= MOST_TARGETS)
    deny('EventTargetCountExceedLimit', `a rule has ${MOST_TARGETS} targets at most`)
  const target = await readTarget(sent, { bus: rule.bus, rule }, parts)
  try {
    if (!(await parts.pushStore.addTarget(rule.id, target, parts.clock.now()))) noRule(rule.name)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'exists') duplicate(name)
    throw error
  }
}

/** `act` on each in turn; an `ApiError` becomes its entry in the answer. */
async function eachEntry<T extends { entryId: string }>(
  entries: readonly T[],
  act: (entry: T) => Promise<void>,
): Promise<object> {
  const errors: { ErrorCode: string; ErrorMessage: string; EntryId: string }[] = []
  for (const entry of entries) {
    try {
      await act(entry)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      errors.push({ ErrorCode: error.code, ErrorMessage: error.message, EntryId: entry.entryId })
    }
  }
  return { ErrorEntriesCount: errors.length, ErrorEntries: errors }
}

function idIn(sent: unknown): string {
  const id = typeof sent === 'object' && sent !== null && 'Id' in sent ? sent.Id : ''
  return typeof id === 'string' ? id : ''
}

function duplicate(name: string): never {
  return deny('EventRuleTargetIdDuplicate', `the rule has a target ${name} already`)
}

function noRule(name: string): never {
  return deny('EventRuleNotExisted', `there is no rule ${name}`)
}
