import {
  HOME_TENANT,
  type Rule,
  type SiteEventData,
  type SiteEventType,
  type Target,
  type TargetName,
} from '@parley/core'
import type { Caller } from './operation.ts'
import type { ApiParts } from './parts.ts'

/** What a caller did to the installation, as the log is to keep it. Events of one call share its cause. */
export function createSiteEvents({ ids, clock }: Pick<ApiParts, 'ids' | 'clock'>, { keyId, name }: Caller) {
  const cause = ids.commandId()
  return <T extends SiteEventType>(type: T, data: SiteEventData[T]) => ({
    type,
    data,
    id: ids.eventId(),
    time: clock.now(),
    tenantId: HOME_TENANT,
    actor: { is: 'key' as const, id: keyId, name },
    via: 'api' as const,
    cause,
  })
}

export function nameOf(rule: Rule, target: Target): TargetName {
  return { ruleId: rule.id, ruleName: rule.name, bus: rule.bus, targetId: target.id, targetName: target.name }
}
