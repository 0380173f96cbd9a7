import {
  type Clock,
  type Courier,
  HOOK_BUS,
  type Ids,
  type Matcher,
  type NewTarget,
  type PrepareParcel,
  type PushStore,
  pauseTarget,
  type RecordedActor,
  type Rule,
  resumeTarget,
  runningSince,
  SECOND,
  type Secrets,
  type Target,
  type TargetSettings,
  type TenantId,
} from '@parley/core'
import type { HookStatus } from '../schema/webhook.ts'

export type HooksParts = {
  pushStore: PushStore
  /** Told of a change, so that what happened before is matched as it was then. */
  matcher: Pick<Matcher, 'run'>
  courier: Pick<Courier, 'check' | 'send'>
  /** Makes the request of one attempt, envelope and signature included. */
  prepare: PrepareParcel
  secrets: Pick<Secrets, 'seal'>
  ids: Pick<Ids, 'eventId' | 'commandId'>
  clock: Clock
}

export type HookConfig = {
  subscriberId: string
  subscriberKey: string
  url: string
  spId: string
}

/** One enterprise's hook, as it is shown. */
export type Hook = Omit<HookConfig, 'subscriberKey'> & { id: string; status: HookStatus }

export type Hooks = {
  /**
   * Keeps the enterprise's one hook, in place of the one before; it is to be enabled then, and until then nothing is sent
   * to it: nobody has asked the new receiver. Refuses with `invalid` a URL that may not be reached.
   */
  configure(tenantId: TenantId, config: HookConfig, actor: RecordedActor): Promise<Hook>
  ofTenant(tenantId: TenantId): Promise<Hook | null>
  byId(tenantId: TenantId, id: string): Promise<Hook | null>
  drop(id: string): Promise<void>
  /**
   * Enabling asks the receiver first (`meeting.verify`); false, and nothing changed, when it did not answer as it must, or
   * another one was configured meanwhile. What is owed to one that is not enabled is kept until it is.
   */
  changeStatus(id: string, status: HookStatus, actor: RecordedActor): Promise<boolean>
}

/** [HW] 3.9 does not say; ours. */
const TIMEOUT_MS = 5 * SECOND
const TARGET_NAME = 'hook'
const NOT_ENABLED = 'the webhook is not enabled'

/** The enterprise hook of [HW] 3.9: a rule on a bus of its own, so that its pushes are as durable as all others. */
export function createHooks({
  pushStore,
  matcher,
  courier,
  prepare,
  secrets,
  ids,
  clock,
}: HooksParts): Hooks {
  const nameOf = (tenantId: TenantId): string => `hook-${tenantId}`

  function settingsOf({ subscriberId, subscriberKey, url, spId }: HookConfig): TargetSettings {
    return {
      name: TARGET_NAME,
      url,
      method: 'POST',
      dialect: 'huawei',
      body: { form: 'ORIGINAL' },
      contentType: null,
      sealedHeaders: null,
      retry: 'HUAWEI_RETRY',
      errorsTolerance: 'ALL',
      deadLetterBus: null,
      concurrency: 8,
      ratePerSecond: null,
      order: 'none',
      timeoutMs: TIMEOUT_MS,
      extended: false,
      signing: {
        sets: ['huawei'],
        secrets: [{ sealed: secrets.seal(subscriberKey), until: null }],
        sealedToken: null,
        trailingLf: false,
        appId: subscriberId,
      },
      wire: { spId, status: 'disabled' satisfies HookStatus },
    }
  }

  /** Asks the receiver whether it is the one that wants the events. */
  async function verify(target: Target): Promise<boolean> {
    const now = clock.now()
    const body = JSON.stringify({ event: 'meeting.verify', timestamp: now })
    const id = ids.eventId()
    const parcel = prepare({ ...VERIFYING, id, eventId: id, body }, target, 1, now)
    const receipt = await courier.send(parcel)
    if (receipt.is !== 'answered' || receipt.status !== 200) return false
    const { nonce } = JSON.parse(parcel.body) as { nonce: string }
    const answer = parsed(receipt.response)
    return answer?.event === 'meeting.verify' && answer.nonce === nonce
  }

  /** Whether the hook still leads to the receiver that was asked, under the key it was asked with. */
  async function isStill({ id, url, signing }: Target): Promise<boolean> {
    const now = (await pushStore.target(id))?.target
    return now?.url === url && now.signing.secrets[0]?.sealed === signing.secrets[0]?.sealed
  }

  return {
    async configure(tenantId, config, actor) {
      await courier.check(config.url)
      const now = clock.now()
      const settings = settingsOf(config)
      const before = await pushStore.ruleByName(HOOK_BUS, nameOf(tenantId))
      const target = before?.targets[0]
      if (before && target) {
        await matcher.run()
        await pauseTarget({ pushStore, ids, clock }, target.id, { actor, via: 'rest' }, NOT_ENABLED)
        await pushStore.updateTarget(target.id, settings, now)
        await pushStore.updateRule(before.id, { enabled: false }, now)
        return hookOf({ ...before, enabled: false }, { ...target, ...settings })
      }
      const added: NewTarget = { ...settings, id: ids.eventId(), state: runningSince(now), createdAt: now }
      const rule = {
        id: ids.eventId(),
        bus: HOOK_BUS,
        name: nameOf(tenantId),
        description: '',
        enabled: false,
        pattern: '{}',
        scope: { tenantId },
        tags: null,
        createdAt: now,
        changedAt: now,
      }
      await pushStore.createRule({ ...rule, targets: [added] })
      return hookOf({ ...rule, targets: [] }, added)
    },

    async ofTenant(tenantId) {
      const rule = await pushStore.ruleByName(HOOK_BUS, nameOf(tenantId))
      const target = rule?.targets[0]
      return rule && target ? hookOf(rule, target) : null
    },

    async byId(tenantId, id) {
      const hook = await this.ofTenant(tenantId)
      return hook?.id === id ? hook : null
    },

    async drop(id) {
      await pushStore.deleteRule(id, clock.now())
    },

    async changeStatus(id, status, actor) {
      const rule = await pushStore.rule(id)
      const target = rule?.targets[0]
      if (!rule || !target) return false
      if (status === 'enabled' && !((await verify(target)) && (await isStill(target)))) return false
      const now = clock.now()
      const by = { actor, via: 'rest' } as const
      if (status !== 'enabled') await pauseTarget({ pushStore, ids, clock }, target.id, by, NOT_ENABLED)
      await pushStore.updateTarget(target.id, { wire: { ...target.wire, status } }, now)
      await matcher.run()
      await pushStore.updateRule(id, { enabled: status === 'enabled' }, now)
      void matcher.run()
      if (status === 'enabled') await resumeTarget({ pushStore, ids, clock }, target.id, by)
      return true
    },
  }
}

/** A delivery's fields that no verification has. */
const VERIFYING = {
  seq: 0,
  bus: HOOK_BUS,
  ruleId: '',
  targetId: '',
  ruleName: '',
  targetName: TARGET_NAME,
  url: '',
  eventSource: HOOK_BUS,
  eventType: 'meeting.verify',
  position: 0,
  headers: { 'content-type': 'application/json;charset=UTF-8' },
  orderKey: null,
  replayId: null,
  status: 'pending',
  attempts: 0,
  dueAt: null,
  createdAt: 0,
  settledAt: null,
  erased: false,
} as const

function hookOf(rule: Rule, { url, signing, wire, state }: NewTarget): Hook {
  const kept = wire.status as HookStatus
  // Stopped by us, because its receiver said that it is gone or has answered nothing but failures for days.
  const status = rule.enabled && state.is === 'paused' ? 'locked' : kept
  return { id: rule.id, subscriberId: signing.appId ?? '', url, spId: String(wire.spId ?? ''), status }
}

function parsed(text: string): { event?: unknown; nonce?: unknown } | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' ? value : null
  } catch {
    return null
  }
}
