import { type CommandId, type EventId, HOME_TENANT } from '../ids.ts'
import type { Log } from '../ports/log.ts'
import type { NewAttempt, NewDelivery, NewRule, NewTarget, PushStore } from '../ports/push-store.ts'
import { runningSince, type TargetState } from '../push/rule.ts'
import type { NewSiteEvent } from '../site/events.ts'
import { AT } from './append.ts'

/** A push store and the log it writes into. */
export type PushPorts = { push: PushStore; log: Log }

export const LEASE_MS = 1_000
export const DELIVERED = { status: 'delivered', dueAt: null } as const
export const EXHAUSTED = { status: 'exhausted', dueAt: null } as const

/** `target`: of the only one that it has unless `targets` says otherwise. Named by their ids. */
export function aRule({ target, ...wish }: Partial<NewRule> & { target?: Partial<NewTarget> } = {}): NewRule {
  const { id = 'r1' } = wish
  return {
    id,
    bus: 'default',
    name: `rule-${id}`,
    description: '',
    enabled: true,
    pattern: '{}',
    scope: {},
    targets: [aTarget(target)],
    tags: null,
    createdAt: AT,
    changedAt: AT,
    ...wish,
  }
}

export function aTarget(wish: Partial<NewTarget> = {}): NewTarget {
  const { id = 't1' } = wish
  return {
    id,
    name: `target-${id}`,
    url: 'https://example.org/hook',
    method: 'POST',
    dialect: 'seed',
    body: { form: 'ORIGINAL' },
    contentType: null,
    sealedHeaders: null,
    retry: 'BACKOFF_RETRY',
    errorsTolerance: 'ALL',
    deadLetterBus: null,
    concurrency: 8,
    ratePerSecond: null,
    order: 'none',
    timeoutMs: 5_000,
    extended: false,
    signing: {
      sets: ['standard'],
      secrets: [{ sealed: 'sealed', until: null }],
      sealedToken: null,
      trailingLf: false,
    },
    wire: {},
    state: runningSince(AT),
    createdAt: AT,
    ...wish,
  }
}

export function aDelivery(wish: Partial<NewDelivery> = {}): NewDelivery {
  const { targetId = 't1', ruleId = 'r1' } = wish
  return {
    id: 'd1',
    bus: 'default',
    ruleId,
    targetId,
    ruleName: `rule-${ruleId}`,
    targetName: `target-${targetId}`,
    url: 'https://example.org/hook',
    eventId: 'e1',
    eventSource: 'acs.aliyuncvc',
    eventType: 'meeting:meeting_start',
    position: 1,
    headers: { 'content-type': 'application/json' },
    body: '{}',
    orderKey: null,
    replayId: null,
    dueAt: AT,
    createdAt: AT,
    ...wish,
  }
}

export function anAttempt(deliveryId: string, wish: Partial<NewAttempt> = {}): NewAttempt {
  return {
    id: `attempt-of-${deliveryId}`,
    deliveryId,
    startedAt: AT,
    durationMs: 12,
    method: 'POST',
    url: 'https://example.org/hook',
    requestHeaders: { 'webhook-id': 'e1' },
    status: 200,
    error: null,
    responseHeaders: { server: 'test' },
    response: 'ok',
    nextAt: null,
    ...wish,
  }
}

/** By default a target's pausing. */
export function aSiteEvent(wish: Partial<Omit<NewSiteEvent, 'id'>> & { id: string }): NewSiteEvent {
  return {
    time: AT,
    tenantId: HOME_TENANT,
    actor: { is: 'system', id: 'server', name: 'server' },
    via: 'system',
    cause: 'cause' as CommandId,
    type: 'TargetPaused',
    data: {
      ruleId: 'r1',
      ruleName: 'rule-r1',
      bus: 'default',
      targetId: 't1',
      targetName: 'target-t1',
      why: 'asked',
      note: '张三 🙂',
    },
    ...wish,
    id: wish.id as EventId,
  } as NewSiteEvent
}

export function pausedState(wish: Partial<TargetState> = {}): TargetState {
  return { ...runningSince(AT), is: 'paused', why: 'gone', note: 'answered 410', ...wish }
}

/** Owes these deliveries, in this order; makes the rules and targets that are not there. */
export async function owe(push: PushStore, ...wishes: Partial<NewDelivery>[]): Promise<void> {
  for (const { ruleId = 'r1', targetId = 't1' } of wishes) {
    if (await push.target(targetId)) continue
    if (await push.rule(ruleId)) await push.addTarget(ruleId, aTarget({ id: targetId }), AT)
    else await push.createRule(aRule({ id: ruleId, target: { id: targetId } }))
  }
  const at = await push.cursor()
  if (!(await push.advance(at, at + 1, wishes.map(aDelivery)))) throw new Error('the cursor has moved')
}

/** Ids of what `worker` gets of these targets. */
export async function claim(
  push: PushStore,
  worker: string,
  now: number,
  { limit = 10, targets = ['t1'] }: { limit?: number; targets?: readonly string[] } = {},
): Promise<string[]> {
  const wishes = targets.map((targetId) => ({ targetId, limit }))
  return (await push.claim(worker, now, LEASE_MS, wishes)).map(({ id }) => id)
}
